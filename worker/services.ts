import { type Env, masterSecret, type Runtime } from './config.ts';
import type { SiteSnapshot } from './domain/site-snapshot.ts';
import { Keyring } from './keys/keyring.ts';
import { Parked } from './parked.ts';
import { PinnedFiles } from './pinned-files.ts';
import { type PoolCallNews, type PoolClient, type PoolMessageNews, poolOf } from './pool/client.ts';
import { RefusedSignatures } from './refused-signatures.ts';
import { SiteDirectory } from './site-directory.ts';
import type { WebhookSender } from './webhooks/webhook-sender.ts';

/** What routes work with. */
export type Services = {
  readonly runtime: Runtime;
  readonly d1: D1Database;
  readonly keyring: Keyring;
  readonly sites: SiteDirectory;
  readonly pinned: PinnedFiles;
  readonly pools: { of(site: SiteSnapshot): PoolClient };
  /** Sends the events of a site. */
  readonly senders: { of(site: { readonly id: string }): DurableObjectStub<WebhookSender> };
  readonly parkedCalls: Parked<PoolCallNews>;
  readonly parkedMessages: Parked<PoolMessageNews>;
  readonly refusedSignatures: RefusedSignatures;
  /** Origin under which the world reaches this worker, without a trailing slash. */
  publicUrl(request: Request): string;
};

/**
 * Composition root; one per isolate and environment.
 *
 * @throws where the configuration cannot work; the message says what to set.
 */
export function createServices(env: Env, runtime: Runtime): Services {
  const sites = new SiteDirectory(env.SITES, env.DB, runtime.clock);
  const of = (site: SiteSnapshot) => poolOf(env.POOL, site);
  return {
    runtime,
    d1: env.DB,
    keyring: new Keyring(masterSecret(env, runtime)),
    sites,
    pinned: new PinnedFiles(env.SITES),
    pools: { of },
    senders: { of: ({ id }) => env.WEBHOOKS.get(env.WEBHOOKS.idFromName(id)) },
    parkedCalls: new Parked(env.SITES, 'call', sites, (site, call) => of(site).call(call)),
    parkedMessages: new Parked(env.SITES, 'message', sites, (site, message) =>
      of(site).message(message),
    ),
    refusedSignatures: new RefusedSignatures(runtime.clock),
    publicUrl: (request) => env.PUBLIC_URL?.replace(/\/$/, '') || new URL(request.url).origin,
  };
}
