import type { WebhookSender } from '../webhooks/webhook-sender.ts';
import type { Tell } from './hand-over.ts';
import type { NumberPool } from './number-pool.ts';

/** All that the object needs of the worker's environment. */
export type PoolEnv = {
  readonly DB: D1Database;
  readonly POOL: DurableObjectNamespace<NumberPool>;
  readonly WEBHOOKS: DurableObjectNamespace<WebhookSender>;
};

/** The sender of a site's events: one for all its shards. */
export function senderIn({ WEBHOOKS }: PoolEnv): Tell {
  return (siteId, events) => WEBHOOKS.get(WEBHOOKS.idFromName(siteId)).tell(siteId, events);
}
