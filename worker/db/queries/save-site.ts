import type { SiteDefinition } from '../../domain/site-definition.ts';
import type { EpochMs } from '../../domain/time.ts';
import { pools, targetNumbers, trackingNumbers } from '../schema/index.ts';
import { changedTrackingRows, type TrackingRow } from './tracking-rows.ts';
import { upsertRows } from './upsert-rows.ts';

/** What the batch fails with where the site is not the one that was read any more. */
const CHANGED_MEANWHILE = /constraint failed: sites\.(version|key)\b/;

type StoredSite = { readonly id: string; readonly version: number; readonly shards: number };

/**
 * Creates the site or replaces its definition, in one transaction. Tracking numbers that are gone from
 * the definition stay as quarantined: people may still ring them.
 *
 * @param newId the site's id where there is none with this key yet.
 * @param basedOn the version that the definition was made from; undefined for whatever there is.
 * @returns false where the site has changed meanwhile: nothing is written then, and it can be tried again.
 */
export async function saveSite(
  d1: D1Database,
  key: string,
  definition: SiteDefinition,
  now: EpochMs,
  newId: string,
  basedOn?: number,
): Promise<boolean> {
  const { site, numbers } = await readStored(d1, key);
  if (basedOn !== undefined && basedOn !== site?.version) return false;
  const id = site?.id ?? newId;
  const shardsBefore = site?.shards ?? definition.shards;
  const changed = changedTrackingRows(id, definition, numbers, shardsBefore, now);
  try {
    await d1.batch([
      upsertSite(d1, id, key, definition, site?.version ?? 0, now),
      d1.prepare('DELETE FROM pools WHERE site_id = ?').bind(id),
      d1.prepare('DELETE FROM target_numbers WHERE site_id = ?').bind(id),
      ...upsertRows(d1, pools, poolRows(id, definition), 'replace'),
      ...upsertRows(d1, targetNumbers, targetRows(id, definition), 'replace'),
      ...upsertRows(d1, trackingNumbers, changed, 'replace'),
    ]);
    return true;
  } catch (error) {
    if (error instanceof Error && CHANGED_MEANWHILE.test(error.message)) return false;
    throw error;
  }
}

async function readStored(d1: D1Database, key: string) {
  const [sites, numbers] = await d1.batch([
    d1.prepare('SELECT id, version, shards FROM sites WHERE key = ?').bind(key),
    d1
      .prepare(
        'SELECT * FROM tracking_numbers WHERE site_id = (SELECT id FROM sites WHERE key = ?)',
      )
      .bind(key),
  ]);
  return {
    site: sites?.results[0] as StoredSite | undefined,
    numbers: (numbers?.results ?? []) as TrackingRow[],
  };
}

/**
 * The statement that all others of the batch hang on: it finds no next version where the site is not the
 * one that was read, and a site cannot be without, so that nothing at all is written.
 */
function upsertSite(
  d1: D1Database,
  id: string,
  key: string,
  site: SiteDefinition,
  version: number,
  now: EpochMs,
): D1PreparedStatement {
  return d1
    .prepare(
      `INSERT INTO sites (id, key, name, origins, country, consent, honour_gpc, shards, shards_ever,
         quarantine_days, created_at, updated_at, version, snippet,
         text_numbers, flows, spam_threshold, messages)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9, ?10, ?10,
         CASE ?11 WHEN 0 THEN 1 ELSE (SELECT version + 1 FROM sites WHERE id = ?1 AND version = ?11) END,
         ?12, ?13, ?14, ?15, ?16)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, origins = excluded.origins,
         country = excluded.country, consent = excluded.consent, honour_gpc = excluded.honour_gpc,
         shards = excluded.shards, shards_ever = max(shards_ever, excluded.shards),
         quarantine_days = excluded.quarantine_days, updated_at = excluded.updated_at,
         version = excluded.version, snippet = excluded.snippet,
         text_numbers = excluded.text_numbers, flows = excluded.flows,
         spam_threshold = excluded.spam_threshold, messages = excluded.messages`,
    )
    .bind(
      id,
      key,
      site.name,
      JSON.stringify(site.origins),
      site.country,
      site.consent,
      site.honourGpc ? 1 : 0,
      site.shards,
      site.quarantineDays,
      now,
      version,
      JSON.stringify(site.snippet),
      JSON.stringify(site.textNumbers),
      JSON.stringify(site.flows),
      site.spamThreshold,
      site.messages && JSON.stringify(site.messages),
    );
}

function poolRows(siteId: string, site: SiteDefinition) {
  return site.pools.map(({ name, holdSeconds, paused, share, fallback, prefer, networkShare }) => ({
    site_id: siteId,
    name,
    hold_seconds: holdSeconds,
    paused: paused ? 1 : 0,
    share: share ? 1 : 0,
    fallback,
    prefer,
    network_share: networkShare,
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
