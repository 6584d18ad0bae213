import { env } from 'cloudflare:test';
import { HOUR } from '../../../worker/domain/time.ts';
import { now } from './local.ts';

type Row = Record<string, string | number>;

/** An hour's row of D1 in which, unless told, nothing happened. */
function hourRow(siteId: string, change: Row = {}): Row {
  return {
    site_id: siteId,
    pool: 'website',
    hour: 0,
    shard: 0,
    numbers: 10,
    arrivals: 0,
    own: 0,
    shared: 0,
    fallback: 0,
    none: 0,
    exhausted: 0,
    samples: 0,
    held_sum: 0,
    held_peak: 0,
    reused: 0,
    held_ms: 0,
    rest_ms: 0,
    rev: 1,
    ...change,
  };
}

/** Writes hours of a site's pools into D1, as the pools do. */
export async function havePoolHours(siteId: string, ...changes: Row[]): Promise<void> {
  const rows = changes.map((change) => hourRow(siteId, change));
  await env.DB.batch(
    rows.map((row) => {
      const names = Object.keys(row);
      const places = names.map(() => '?').join();
      return env.DB.prepare(`INSERT INTO pool_hours (${names}) VALUES (${places})`).bind(
        ...Object.values(row),
      );
    }),
  );
}

/** The start of an hour so many before the present one. */
export async function hoursAgo(count: number): Promise<number> {
  return Math.floor((await now()) / HOUR) * HOUR - count * HOUR;
}
