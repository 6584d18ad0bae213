import { readSnapshot } from '../db/queries/site-snapshot.ts';
import type { SiteSnapshot } from '../domain/site-snapshot.ts';
import type { Services } from '../services.ts';
import { refuse } from './errors.ts';

/**
 * A site as D1 knows it: what another isolate has just created, this one may remember as unknown.
 *
 * @throws Refusal `site_unknown`
 */
export async function adminSite({ d1, runtime }: Services, key: string): Promise<SiteSnapshot> {
  return (await readSnapshot(d1, key, runtime.clock.now())) ?? refuse('site_unknown');
}
