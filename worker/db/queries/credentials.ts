import { and, eq } from 'drizzle-orm';
import type { EpochMs } from '../../domain/time.ts';
import { openDatabase } from '../client.ts';
import { providerCredentials } from '../schema/index.ts';
import { nextVersion } from './next-version.ts';

/** Replaces a provider's secrets: during a rotation by the old and the new one, afterwards by the new one. */
export async function replaceCredentials(
  d1: D1Database,
  siteId: string,
  provider: string,
  secrets: readonly { readonly id: string; readonly sealed: string }[],
  now: EpochMs,
): Promise<void> {
  const db = openDatabase(d1);
  const ofProvider = and(
    eq(providerCredentials.siteId, siteId),
    eq(providerCredentials.provider, provider),
  );
  await db.batch([
    db.delete(providerCredentials).where(ofProvider),
    ...secrets.map((secret) =>
      db.insert(providerCredentials).values({ ...secret, siteId, provider, createdAt: now }),
    ),
    nextVersion(db, siteId, now),
  ]);
}
