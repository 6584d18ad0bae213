import type { Env } from '../config.ts';
import { WebhookSender } from '../webhooks/webhook-sender.ts';
import { loadClock, localClock } from './clock.ts';
import { breakable } from './faults.ts';

/** The sender on a developer's machine: its clock can be advanced, its D1 broken, and localhost is a receiver. */
export class LocalWebhookSender extends WebhookSender {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, breakable(env), { mode: 'local', clock: localClock });
    ctx.blockConcurrencyWhile(() => loadClock(env.SITES));
  }

  /** What the platform would do if its clock had moved too, and what comes of it. */
  async ringIfDue(): Promise<void> {
    if (this.wake.isDue(localClock.now())) await this.alarm();
    await this.courier.idle();
  }
}
