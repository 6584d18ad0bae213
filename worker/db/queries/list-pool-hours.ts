import { and, asc, eq, getTableColumns, gte, lt, sql } from 'drizzle-orm';
import type { EpochMs } from '../../domain/time.ts';
import type { PoolHour } from '../../domain/utilisation/pool-hour.ts';
import { openDatabase } from '../client.ts';
import { poolHours } from '../schema/index.ts';

/**
 * Hours of a site's pools that begin at `from` or later and before `to`: one row for each pool, hour and
 * shard, oldest first. The pools are named, because the primary key then leads to the hours of each
 * without a walk through its past.
 */
export async function listPoolHours(
  d1: D1Database,
  siteId: string,
  pools: readonly string[],
  from: EpochMs,
  to: EpochMs,
): Promise<PoolHour[]> {
  const { siteId: _site, shard: _shard, rev: _rev, ...columns } = getTableColumns(poolHours);
  return openDatabase(d1)
    .select(columns)
    .from(poolHours)
    .where(
      and(
        eq(poolHours.siteId, siteId),
        // As one parameter, since D1 allows a hundred.
        sql`${poolHours.pool} IN (SELECT value FROM json_each(${JSON.stringify(pools)}))`,
        gte(poolHours.hour, from),
        lt(poolHours.hour, to),
      ),
    )
    .orderBy(asc(poolHours.pool), asc(poolHours.hour), asc(poolHours.shard));
}
