import { type PoolHour, QUIET_HOUR } from '../../../../worker/domain/utilisation/pool-hour.ts';
import { addShards, type UseSpan } from '../../../../worker/domain/utilisation/pool-use.ts';

/** The start of an hour. */
export const NOON = Date.UTC(2026, 10, 25, 12);

/** One shard's row of an hour in which, unless told, nothing happened. */
export function poolHour(change: Partial<PoolHour> = {}): PoolHour {
  return { ...QUIET_HOUR, pool: 'website', hour: NOON, numbers: 10, ...change };
}

/** The hours of a pool without shards. */
export function hours(...changes: Partial<PoolHour>[]): UseSpan[] {
  return addShards(changes.map(poolHour));
}
