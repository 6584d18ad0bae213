import { createApp } from './app.ts';
import type { Env, Runtime } from './config.ts';
import { createServices } from './services.ts';
import { systemClock } from './system-clock.ts';

export { NumberPool } from './pool/number-pool.ts';
export { WebhookSender } from './webhooks/webhook-sender.ts';

const runtime: Runtime = { mode: 'deployed', clock: systemClock };
const app = createApp(runtime);

export default {
  fetch: app.fetch,
  /** Every few minutes, as wrangler.toml says. */
  scheduled(_controller, env, context) {
    const { parkedCalls, parkedMessages } = createServices(env, runtime);
    context.waitUntil(Promise.all([parkedCalls.deliver(), parkedMessages.deliver()]));
  },
} satisfies ExportedHandler<Env>;
