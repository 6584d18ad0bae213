import { eq, sql } from 'drizzle-orm';
import type { EpochMs } from '../../domain/time.ts';
import type { openDatabase } from '../client.ts';
import { sites } from '../schema/index.ts';

/** For the batch of a change that is to be published, so that whoever holds an older snapshot is behind. */
export function nextVersion(db: ReturnType<typeof openDatabase>, siteId: string, now: EpochMs) {
  return db
    .update(sites)
    .set({ version: sql`${sites.version} + 1`, updatedAt: now })
    .where(eq(sites.id, siteId));
}
