import type { PoolHour } from '../../../../worker/domain/utilisation/pool-hour.ts';
import { addShards, type UseSpan } from '../../../../worker/domain/utilisation/pool-use.ts';

/** The start of an hour. */
export const NOON = Date.UTC(2026, 10, 25, 12);

/** One shard's row of an hour in which, unless told, nothing happened. */
export function poolHour(change: Partial<PoolHour> = {}): PoolHour {
  return {
    pool: 'website',
    hour: NOON,
    numbers: 10,
    arrivals: 0,
    own: 0,
    shared: 0,
    fallback: 0,
    none: 0,
    exhausted: 0,
    samples: 0,
    heldSum: 0,
    heldPeak: 0,
    reused: 0,
    heldMs: 0,
    restMs: 0,
    ...change,
  };
}

/** The hours of a pool without shards. */
export function hours(...changes: Partial<PoolHour>[]): UseSpan[] {
  return addShards(changes.map(poolHour));
}
