import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { EpochMs } from '../../domain/time.ts';
import { openDatabase } from '../client.ts';
import { apiKeys, sites } from '../schema/index.ts';

/** The beginning of its hash names a key without giving it away. */
const keyId = sql<string>`substr(${apiKeys.hash}, 1, 12)`;

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

/** A site's keys in the order they were made, revoked ones included. */
export async function listApiKeys(d1: D1Database, siteId: string) {
  const { name, createdAt, revokedAt } = apiKeys;
  return openDatabase(d1)
    .select({ id: keyId, name, createdAt, revokedAt })
    .from(apiKeys)
    .where(eq(apiKeys.siteId, siteId))
    .orderBy(asc(createdAt), asc(apiKeys.hash));
}

/** Revokes a key of the site; one revoked before stays as it is. False where the site has no such key. */
export async function revokeApiKey(
  d1: D1Database,
  siteId: string,
  id: string,
  now: EpochMs,
): Promise<boolean> {
  const revoked = await openDatabase(d1)
    .update(apiKeys)
    .set({ revokedAt: sql`coalesce(${apiKeys.revokedAt}, ${now})` })
    .where(and(eq(apiKeys.siteId, siteId), eq(keyId, id)))
    .returning({ id: keyId });
  return revoked.length > 0;
}
