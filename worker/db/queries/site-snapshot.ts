import { asc, eq } from 'drizzle-orm';
import { SETTLING } from '../../domain/deal-numbers.ts';
import { MATCH_WINDOW } from '../../domain/matching/match.ts';
import type {
  Placement,
  PoolDefinition,
  SiteSnapshot,
  StaticNumber,
} from '../../domain/site-snapshot.ts';
import { USUAL_SNIPPET } from '../../domain/snippet-options.ts';
import type { EpochMs } from '../../domain/time.ts';
import { openDatabase } from '../client.ts';
import {
  pools,
  providerCredentials,
  sites,
  targetNumbers,
  trackingNumbers,
  webhooks,
} from '../schema/index.ts';

/** Reads a site from its tables as the one document that is published; undefined for an unknown key. */
export async function readSnapshot(
  d1: D1Database,
  key: string,
  now: EpochMs,
): Promise<SiteSnapshot | undefined> {
  const db = openDatabase(d1);
  const site = await db.select().from(sites).where(eq(sites.key, key)).get();
  if (site === undefined) return undefined;
  const [poolRows, targets, tracking, credentials, receivers] = await db.batch([
    db.select().from(pools).where(eq(pools.siteId, site.id)),
    db
      .select()
      .from(targetNumbers)
      .where(eq(targetNumbers.siteId, site.id))
      .orderBy(asc(targetNumbers.position)),
    db
      .select()
      .from(trackingNumbers)
      .where(eq(trackingNumbers.siteId, site.id))
      .orderBy(asc(trackingNumbers.position)),
    db
      .select()
      .from(providerCredentials)
      .where(eq(providerCredentials.siteId, site.id))
      .orderBy(asc(providerCredentials.id)),
    db.select().from(webhooks).where(eq(webhooks.siteId, site.id)),
  ]);
  const active = tracking.filter(({ status }) => status === 'active');
  return {
    version: site.version,
    id: site.id,
    key: site.key,
    name: site.name,
    origins: site.origins,
    country: site.country,
    consent: site.consent,
    honourGpc: site.honourGpc,
    snippet: { ...USUAL_SNIPPET, ...site.snippet },
    targets: targets.map(({ number, label, forwardTo, pool }) => ({
      number,
      label,
      forwardTo,
      pool,
    })),
    pools: poolRows.map(
      ({ siteId, name, ...settings }): PoolDefinition => ({
        name,
        ...settings,
        numbers: active.filter(({ pool }) => pool === name).map(({ number }) => number),
      }),
    ),
    staticNumbers: active.flatMap(({ pool, number, target, label, source, medium, campaign }) =>
      pool === null && target !== null
        ? [{ number, target, label: label ?? '', source, medium, campaign } satisfies StaticNumber]
        : [],
    ),
    textNumbers: site.textNumbers,
    messages: site.messages,
    flows: site.flows,
    spamThreshold: site.spamThreshold,
    targetByNumber: Object.fromEntries(
      tracking.flatMap(({ number, target }) => (target === null ? [] : [[number, target]])),
    ),
    credentials: Object.fromEntries(
      credentials.map(({ provider }) => [
        provider,
        credentials.filter((row) => row.provider === provider).map(({ sealed }) => sealed),
      ]),
    ),
    shards: site.shards,
    shardsEver: site.shardsEver,
    placements: Object.fromEntries(
      tracking.flatMap((row) => {
        const placement = placementOf(row, now);
        // Most numbers of most sites: not worth their room in every isolate's memory.
        return placement.shard === 0 && placement.from === null ? [] : [[row.number, placement]];
      }),
    ),
    quarantineDays: site.quarantineDays,
    wantedEvents: [
      ...new Set(receivers.flatMap(({ active, events }) => (active ? events : []))),
    ].sort(),
  };
}

/** Where the number was before matters until every lease it had there is out of the match window. */
function placementOf(
  { shard, formerShard, movedAt }: typeof trackingNumbers.$inferSelect,
  now: EpochMs,
): Placement {
  const matters = movedAt !== null && now - movedAt <= SETTLING + MATCH_WINDOW;
  return { shard, from: matters ? formerShard : null };
}
