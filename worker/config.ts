import type { Clock } from './domain/time.ts';
import type { NumberPool } from './pool/number-pool.ts';
import type { WebhookSender } from './webhooks/webhook-sender.ts';

/** The bindings and variables that wrangler.toml declares, and the secrets it names. */
export type Env = {
  readonly DB: D1Database;
  /** Published site snapshots, the snippet's earlier cores, and calls that no pool could take. */
  readonly SITES: KVNamespace;
  readonly POOL: DurableObjectNamespace<NumberPool>;
  readonly WEBHOOKS: DurableObjectNamespace<WebhookSender>;
  /** Public URL of this worker, as providers are told it; the request's own origin where empty. */
  readonly PUBLIC_URL?: string;
  /** Secret from which every key of every site is derived. */
  readonly RINGTRACE_SECRET?: string;
  /** Secret: the key that may create and change sites. */
  readonly ADMIN_KEY?: string;
};

/** How the worker runs: deployed, or on a developer's machine with the demo site and its known secrets. */
export type Runtime = {
  readonly mode: 'deployed' | 'local';
  readonly clock: Clock;
};

/** Secrets of the demo site begin so; they stand in public documents and are refused where deployed. */
const DEMO_PREFIX = 'demo-';

/** Whether a secret may be used: the demo's only in local mode. */
export function secretAllowed(secret: string, { mode }: Runtime): boolean {
  return mode === 'local' || !secret.startsWith(DEMO_PREFIX);
}

/**
 * The master secret.
 *
 * @throws where it is missing, too short, or the demo's outside local mode; the message says what to do.
 */
export function masterSecret(env: Env, runtime: Runtime): string {
  const secret = env.RINGTRACE_SECRET ?? '';
  if (secret.length < 32 || !secretAllowed(secret, runtime)) {
    throw new Error(
      'RINGTRACE_SECRET is missing, shorter than 32 characters or the demo secret. ' +
        'Set it with: openssl rand -base64 32 | npx wrangler secret put RINGTRACE_SECRET',
    );
  }
  return secret;
}
