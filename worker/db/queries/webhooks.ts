import { and, asc, eq } from 'drizzle-orm';
import type { EpochMs } from '../../domain/time.ts';
import { openDatabase } from '../client.ts';
import { sites, webhooks } from '../schema/index.ts';
import { nextVersion } from './next-version.ts';

export type Webhook = Omit<typeof webhooks.$inferSelect, 'siteId'>;
/** What is not named, or undefined, stays. */
export type WebhookChange = {
  readonly [C in keyof Omit<Webhook, 'id' | 'createdAt'>]?: Webhook[C] | undefined;
};

/** A site's webhooks in the order they were made, and what has to be known of the site; none of one that is gone. */
export async function readWebhooks(
  d1: D1Database,
  siteId: string,
): Promise<{ site: { key: string; spamThreshold: number | null }; webhooks: Webhook[] }> {
  const rows = await openDatabase(d1)
    .select({ key: sites.key, spamThreshold: sites.spamThreshold, webhook: webhooks })
    .from(sites)
    .leftJoin(webhooks, eq(webhooks.siteId, sites.id))
    .where(eq(sites.id, siteId))
    .orderBy(asc(webhooks.id));
  return {
    site: { key: rows[0]?.key ?? '', spamThreshold: rows[0]?.spamThreshold ?? null },
    webhooks: rows.flatMap(({ webhook }) => webhook ?? []),
  };
}

export async function addWebhook(
  d1: D1Database,
  siteId: string,
  webhook: Webhook,
  now: EpochMs,
): Promise<void> {
  const db = openDatabase(d1);
  await db.batch([
    db.insert(webhooks).values({ ...webhook, siteId }),
    nextVersion(db, siteId, now),
  ]);
}

export async function changeWebhook(
  d1: D1Database,
  siteId: string,
  id: string,
  change: WebhookChange,
  now: EpochMs,
): Promise<void> {
  const db = openDatabase(d1);
  await db.batch([
    // The id too: with no column named it would be no statement.
    db
      .update(webhooks)
      .set({ id, ...change })
      .where(theOne(siteId, id)),
    nextVersion(db, siteId, now),
  ]);
}

/** Deleting one that is gone changes nothing. */
export async function deleteWebhook(
  d1: D1Database,
  siteId: string,
  id: string,
  now: EpochMs,
): Promise<void> {
  const db = openDatabase(d1);
  await db.batch([db.delete(webhooks).where(theOne(siteId, id)), nextVersion(db, siteId, now)]);
}

function theOne(siteId: string, id: string) {
  return and(eq(webhooks.siteId, siteId), eq(webhooks.id, id));
}
