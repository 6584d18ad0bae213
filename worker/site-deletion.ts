import { deleteSiteRows, markSiteDeleted, sitesBeingDeleted } from './db/queries/delete-site.ts';
import { readSnapshot } from './db/queries/site-snapshot.ts';
import { within } from './deadline.ts';
import { SECOND } from './domain/time.ts';
import type { Services } from './services.ts';

/** An object may have a million rows to forget. */
const ERASE_DEADLINE = 60 * SECOND;

/**
 * Deletes a site and all that ever happened on it. First it is gone for the world, then the objects forget
 * it, so that nothing more comes to D1, then D1 does. Wherever this stops, doing it again completes it.
 */
export async function deleteSite(
  services: Services,
  key: string,
): Promise<'deleted' | 'site_unknown' | 'pool_unavailable'> {
  const { d1, sites, pools, senders, parkedCalls, parkedMessages, runtime } = services;
  const now = runtime.clock.now();
  await markSiteDeleted(d1, key, now);
  await sites.publish(key);
  const marked = await sitesBeingDeleted(d1, key);
  for (const { key: markedKey } of marked) {
    const site = await readSnapshot(d1, markedKey, now);
    if (site === undefined) continue;
    try {
      await within(ERASE_DEADLINE, pools.of(site).erase());
      await within(ERASE_DEADLINE, senders.of(site).erase());
    } catch (error) {
      console.error('site deletion: an object was not erased', site.id, error);
      return 'pool_unavailable';
    }
    await parkedCalls.drop(key);
    await parkedMessages.drop(key);
    await deleteSiteRows(d1, site.id);
  }
  return marked.length > 0 ? 'deleted' : 'site_unknown';
}
