import type { SiteDefinition } from '../../domain/site-definition.ts';
import type { EpochMs } from '../../domain/time.ts';
import { pools, targetNumbers, trackingNumbers } from '../schema/index.ts';
import { upsertRows } from './upsert-rows.ts';

/**
 * Creates the site or replaces its definition, in one transaction. Tracking numbers that are gone from
 * the definition stay as quarantined: people may still ring them.
 */
export async function saveSite(
  d1: D1Database,
  siteId: string,
  key: string,
  site: SiteDefinition,
  now: EpochMs,
): Promise<void> {
  const tracking = trackingRows(siteId, site, now);
  await d1.batch([
    d1
      .prepare(
        `INSERT INTO sites (id, key, name, origins, country, consent, honour_gpc, version, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1, ?8, ?8)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, origins = excluded.origins,
           country = excluded.country, consent = excluded.consent, honour_gpc = excluded.honour_gpc,
           version = version + 1, updated_at = excluded.updated_at`,
      )
      .bind(
        siteId,
        key,
        site.name,
        JSON.stringify(site.origins),
        site.country,
        site.consent,
        site.honourGpc ? 1 : 0,
        now,
      ),
    d1.prepare('DELETE FROM pools WHERE site_id = ?').bind(siteId),
    d1.prepare('DELETE FROM target_numbers WHERE site_id = ?').bind(siteId),
    ...upsertRows(d1, pools, poolRows(siteId, site), 'replace'),
    ...upsertRows(d1, targetNumbers, targetRows(siteId, site), 'replace'),
    d1
      .prepare(
        `UPDATE tracking_numbers SET status = 'quarantined', pool = NULL, removed_at = ?
         WHERE site_id = ? AND status = 'active'
           AND number NOT IN (SELECT value FROM json_each(?))`,
      )
      .bind(now, siteId, JSON.stringify(tracking.map(({ number }) => number))),
    ...upsertRows(d1, trackingNumbers, tracking, 'replace', ['added_at']),
  ]);
}

function poolRows(siteId: string, site: SiteDefinition) {
  return site.pools.map(({ name, holdSeconds }) => ({
    site_id: siteId,
    name,
    hold_seconds: holdSeconds,
  }));
}

function targetRows(siteId: string, site: SiteDefinition) {
  return site.targets.map(({ number, label, forwardTo, pool }, position) => ({
    site_id: siteId,
    number,
    label,
    forward_to: forwardTo ?? number,
    pool,
    position,
  }));
}

function trackingRows(siteId: string, site: SiteDefinition, now: EpochMs) {
  const common = { site_id: siteId, status: 'active', added_at: now };
  const pooled = site.pools.flatMap((pool) => {
    const target = site.targets.find((candidate) => candidate.pool === pool.name)?.number ?? null;
    return pool.numbers.map((number, position) => ({
      ...common,
      number,
      position,
      target,
      pool: pool.name,
    }));
  });
  const fixed = site.staticNumbers.map((entry, position) => ({ ...common, ...entry, position }));
  return [...pooled, ...fixed];
}
