import { createApp } from '../app.ts';
import type { Env } from '../config.ts';
import { loadClock, localClock } from './clock.ts';
import { demoShop } from './demo-shop.tsx';
import { breakable } from './faults.ts';
import type { LocalEnv } from './local-env.ts';
import { localRoutes } from './routes.ts';

export { LocalNumberPool as NumberPool } from './local-number-pool.ts';
export { LocalWebhookSender as WebhookSender } from './local-webhook-sender.ts';

const app = createApp({ mode: 'local', clock: localClock }).route('/demo', demoShop);

/** The worker on a developer's machine: all of the deployed one, the demo shop, and `/_local`. */
export default {
  async fetch(request: Request, env: LocalEnv, context: ExecutionContext): Promise<Response> {
    await loadClock(env.SITES);
    // What breaks dependencies must not be broken by them.
    if (new URL(request.url).pathname.startsWith('/_local/')) {
      return localRoutes.fetch(request, env, context);
    }
    return app.fetch(request, breakable(env as unknown as Env), context);
  },
};
