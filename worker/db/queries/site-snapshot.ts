import { asc, eq } from 'drizzle-orm';
import type { PoolDefinition, SiteSnapshot, StaticNumber } from '../../domain/site-snapshot.ts';
import { openDatabase } from '../client.ts';
import {
  pools,
  providerCredentials,
  sites,
  targetNumbers,
  trackingNumbers,
} from '../schema/index.ts';

/** Reads a site from its tables as the one document that is published; undefined for an unknown key. */
export async function readSnapshot(d1: D1Database, key: string): Promise<SiteSnapshot | undefined> {
  const db = openDatabase(d1);
  const site = await db.select().from(sites).where(eq(sites.key, key)).get();
  if (site === undefined) return undefined;
  const [poolRows, targets, tracking, credentials] = await db.batch([
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
    db.select().from(providerCredentials).where(eq(providerCredentials.siteId, site.id)),
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
    targets: targets.map(({ number, label, forwardTo, pool }) => ({
      number,
      label,
      forwardTo,
      pool,
    })),
    pools: poolRows.map(
      ({ name, holdSeconds }): PoolDefinition => ({
        name,
        holdSeconds,
        numbers: active.filter(({ pool }) => pool === name).map(({ number }) => number),
      }),
    ),
    staticNumbers: active.flatMap(({ pool, number, target, label, source, medium, campaign }) =>
      pool === null && target !== null
        ? [{ number, target, label: label ?? '', source, medium, campaign } satisfies StaticNumber]
        : [],
    ),
    targetByNumber: Object.fromEntries(
      tracking.flatMap(({ number, target }) => (target === null ? [] : [[number, target]])),
    ),
    credentials: Object.fromEntries(
      credentials.map(({ provider }) => [
        provider,
        credentials.filter((row) => row.provider === provider).map(({ sealed }) => sealed),
      ]),
    ),
  };
}
