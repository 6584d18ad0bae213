import { addApiKey } from './db/queries/api-keys.ts';
import { replaceCredentials } from './db/queries/credentials.ts';
import { saveSite } from './db/queries/save-site.ts';
import { readSnapshot } from './db/queries/site-snapshot.ts';
import type { PoolChange } from './domain/change-pool.ts';
import { definitionOf, type SiteDefinition } from './domain/site-definition.ts';
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

/** How often a change is made anew where others change the site at the same moment. */
const ATTEMPTS = 20;

/** Every time the site was about to be saved, somebody else had just changed it. */
export class SiteBusyError extends Error {
  override readonly name = 'SiteBusyError';
}

/**
 * Creates the site or replaces its definition.
 *
 * @throws SiteBusyError
 */
export async function putSite(
  services: Services,
  key: string,
  definition: SiteDefinition,
): Promise<SiteSnapshot> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const now = services.runtime.clock.now();
    if (await saveSite(services.d1, key, definition, now, makeId(now))) {
      return publishSite(services, key);
    }
  }
  throw new SiteBusyError();
}

/** What came of a change of a pool. */
export type ChangedPool =
  | { readonly ok: true; readonly site: SiteSnapshot; readonly changed: number }
  | { readonly ok: false; readonly code: 'site_unknown' }
  | Extract<PoolChange, { ok: false }>;

/**
 * Changes one pool of a site. Of two changes at the same moment neither is lost: the later one is made
 * again from what the first one left.
 *
 * @param change a pure function; where it gives back the definition it was given, only what an earlier
 *   attempt may have left undone is done.
 * @throws SiteBusyError
 */
export async function changePool(
  services: Services,
  key: string,
  change: (site: SiteDefinition) => PoolChange,
): Promise<ChangedPool> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const now = services.runtime.clock.now();
    const before = await readSnapshot(services.d1, key, now);
    if (before === undefined) return { ok: false, code: 'site_unknown' };
    const definition = definitionOf(before);
    const after = change(definition);
    if (!after.ok) return after;
    const { site, changed } = after;
    const done =
      site === definition ||
      (await saveSite(services.d1, key, site, now, before.id, before.version));
    if (done) return { ok: true, site: await publishSite(services, key), changed };
  }
  throw new SiteBusyError();
}

/** Replaces the secrets by which a provider's webhooks are verified, or the keys of its API (`apiKeysOf`). */
export async function putCredentials(
  services: Services,
  site: Pick<SiteSnapshot, 'id' | 'key'>,
  provider: string,
  secrets: readonly string[],
): Promise<void> {
  const now = services.runtime.clock.now();
  const sealing = await services.keyring.sealing('credential-seal', site.id);
  const sealed = await Promise.all(
    // A millisecond apart, so that their ids keep the order: the one that is listed last is the newest.
    secrets.map(async (secret, index) => ({
      id: makeId(now + index),
      sealed: await seal(sealing, secret),
    })),
  );
  await replaceCredentials(services.d1, site.id, provider, sealed, now);
  await publishSite(services, site.key);
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

/** Makes known what has been changed in the tables of a site. */
export async function publishSite(services: Services, key: string): Promise<SiteSnapshot> {
  const site = await services.sites.publish(key);
  if (site === undefined) throw new Error(`site ${key} is gone from D1 while it was published`);
  await services.pools
    .of(site)
    .applyInventory()
    .catch((error: unknown) => console.warn('site admin: the pool will hear of it later', error));
  return site;
}
