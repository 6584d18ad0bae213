import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, it } from 'vitest';
import { listPoolHours } from '../../../worker/db/queries/list-pool-hours.ts';
import { HOUR } from '../../../worker/domain/time.ts';
import { havePoolHours } from '../support/pool-hours.ts';

beforeEach(() => env.DB.prepare('DELETE FROM pool_hours').run());

/** Of each row its pool, and its arrivals, by which the tests tell them apart. */
async function list(pools: string[], from = 0, to = 100 * HOUR, site = 'site') {
  const rows = await listPoolHours(env.DB, site, pools, from, to);
  return rows.map(({ pool, arrivals }) => `${pool} ${arrivals}`);
}

describe('hours of pools', () => {
  it('come pool by pool and oldest first, shards of one hour together', async () => {
    await havePoolHours(
      'site',
      { pool: 'b', hour: HOUR, arrivals: 4 },
      { pool: 'a', hour: 2 * HOUR, arrivals: 3 },
      { pool: 'a', hour: HOUR, shard: 1, arrivals: 2 },
      { pool: 'a', hour: HOUR, shard: 0, arrivals: 1 },
    );
    expect(await list(['a', 'b'])).toEqual(['a 1', 'a 2', 'a 3', 'b 4']);
  });

  it('are those of the pools that are asked for', async () => {
    await havePoolHours('site', { pool: 'a', arrivals: 1 }, { pool: "b'", arrivals: 2 });
    expect(await list(["b'", 'unknown'])).toEqual(["b' 2"]);
    expect(await list([])).toEqual([]);
  });

  it('may be of more pools than a statement has parameters', async () => {
    const pools = Array.from({ length: 300 }, (_, index) => `pool-${index}`);
    await havePoolHours('site', { pool: 'pool-299', arrivals: 1 });
    expect(await list(pools)).toEqual(['pool-299 1']);
  });

  it('begin at `from` and end before `to`', async () => {
    const hours = [1, 2, 3, 4].map((hour) => ({ pool: 'a', hour: hour * HOUR, arrivals: hour }));
    await havePoolHours('site', ...hours);
    expect(await list(['a'], 2 * HOUR, 4 * HOUR)).toEqual(['a 2', 'a 3']);
  });

  it('are of one site', async () => {
    await havePoolHours('other', { pool: 'a', arrivals: 1 });
    expect(await list(['a'])).toEqual([]);
  });

  it('carry every count', async () => {
    const counts = {
      numbers: 1,
      arrivals: 2,
      own: 3,
      shared: 4,
      fallback: 5,
      none: 6,
      exhausted: 7,
      samples: 8,
      held_sum: 9,
      held_peak: 10,
      reused: 11,
      held_ms: 12,
      rest_ms: 13,
    };
    await havePoolHours('site', { pool: 'a', hour: HOUR, ...counts });
    const { held_sum: heldSum, held_peak: heldPeak, held_ms: heldMs, rest_ms: restMs } = counts;
    expect(await listPoolHours(env.DB, 'site', ['a'], 0, 2 * HOUR)).toEqual([
      {
        pool: 'a',
        hour: HOUR,
        ...{ numbers: 1, arrivals: 2, own: 3, shared: 4, fallback: 5, none: 6, exhausted: 7 },
        ...{ samples: 8, heldSum, heldPeak, reused: 11, heldMs, restMs },
      },
    ]);
  });

  it('are found by the primary key, each pool from its own first hour on', async () => {
    const { results } = await env.DB.prepare(
      "EXPLAIN QUERY PLAN SELECT * FROM pool_hours WHERE site_id = 'a' AND pool IN (SELECT value FROM json_each('[]')) AND hour >= 1 AND hour < 2",
    ).all<{ detail: string }>();
    expect(results.map(({ detail }) => detail).join()).toContain(
      '(site_id=? AND pool=? AND hour>? AND hour<?)',
    );
  });
});
