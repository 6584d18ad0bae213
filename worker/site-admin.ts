import { addApiKey } from './db/queries/api-keys.ts';
import { replaceCredentials } from './db/queries/credentials.ts';
import { saveSite } from './db/queries/save-site.ts';
import { siteIdOf } from './db/queries/site-id.ts';
import type { SiteDefinition } from './domain/site-definition.ts';
import type { SiteSnapshot } from './domain/site-snapshot.ts';
import { hashApiKey } from './keys/api-key.ts';
import { makeId } from './keys/make-id.ts';
import { seal } from './keys/seal.ts';
import type { Services } from './services.ts';

/*
 * What changes a site: first its tables, then the published snapshot, then the pool. Whatever fails on
 * the way, doing it again completes it; a pool that was not reached is brought up to date by its next
 * visit or call.
 */

/** Creates the site or replaces its definition. */
export async function putSite(
  services: Services,
  key: string,
  definition: SiteDefinition,
): Promise<SiteSnapshot> {
  const now = services.runtime.clock.now();
  const siteId = (await siteIdOf(services.d1, key)) ?? makeId(now);
  await saveSite(services.d1, siteId, key, definition, now);
  return publish(services, key);
}

/** Replaces the secrets by which a provider's webhooks are verified. */
export async function putCredentials(
  services: Services,
  site: Pick<SiteSnapshot, 'id' | 'key'>,
  provider: string,
  secrets: readonly string[],
): Promise<void> {
  const now = services.runtime.clock.now();
  const sealing = await services.keyring.sealing('credential-seal', site.id);
  const sealed = await Promise.all(
    secrets.map(async (secret) => ({ id: makeId(now), sealed: await seal(sealing, secret) })),
  );
  await replaceCredentials(services.d1, site.id, provider, sealed, now);
  await publish(services, site.key);
}

/** Lets whoever holds the key read the site's data. */
export async function addSiteApiKey(
  services: Services,
  siteId: string,
  key: string,
  name: string,
): Promise<void> {
  const createdAt = services.runtime.clock.now();
  await addApiKey(services.d1, { hash: await hashApiKey(key), siteId, name, createdAt });
}

async function publish(services: Services, key: string): Promise<SiteSnapshot> {
  const site = await services.sites.publish(key);
  if (site === undefined) throw new Error(`site ${key} is gone from D1 while it was published`);
  await services.pools
    .of(site)
    .applyInventory()
    .catch((error: unknown) => console.warn('site admin: the pool will hear of it later', error));
  return site;
}
