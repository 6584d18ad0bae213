import type { Env } from '../config.ts';
import type { LocalNumberPool } from './local-number-pool.ts';
import type { LocalWebhookSender } from './local-webhook-sender.ts';

export type LocalEnv = Omit<Env, 'POOL' | 'WEBHOOKS'> & {
  readonly POOL: DurableObjectNamespace<LocalNumberPool>;
  readonly WEBHOOKS: DurableObjectNamespace<LocalWebhookSender>;
};
