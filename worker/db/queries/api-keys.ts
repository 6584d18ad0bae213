import { and, eq, isNull } from 'drizzle-orm';
import type { EpochMs } from '../../domain/time.ts';
import { openDatabase } from '../client.ts';
import { apiKeys, sites } from '../schema/index.ts';

/** The site whose data the key may read; undefined for an unknown or revoked key. */
export async function siteOfApiKey(
  d1: D1Database,
  hash: string,
): Promise<{ id: string; key: string } | undefined> {
  return openDatabase(d1)
    .select({ id: sites.id, key: sites.key })
    .from(apiKeys)
    .innerJoin(sites, eq(sites.id, apiKeys.siteId))
    .where(and(eq(apiKeys.hash, hash), isNull(apiKeys.revokedAt)))
    .get();
}

/** Adding a key that exists changes nothing. */
export async function addApiKey(
  d1: D1Database,
  key: { hash: string; siteId: string; name: string; createdAt: EpochMs },
): Promise<void> {
  await openDatabase(d1).insert(apiKeys).values(key).onConflictDoNothing();
}
