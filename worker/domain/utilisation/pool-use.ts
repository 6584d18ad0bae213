import { type EpochMs, SECOND } from '../time.ts';
import type { PoolHour } from './pool-hour.ts';

/** How a pool was used over a time, its shards taken together. Counts are as in `PoolHour`. */
export type PoolUse = Readonly<Record<Count, number>> & {
  /** Numbers that could be leased: the most in any hour. */
  readonly numbers: number;
  /**
   * Numbers live or held at once: the mean over the hours in which they were counted, that is, in which
   * somebody came; null where nobody did.
   */
  readonly meanHeld: number | null;
  /**
   * The most at once. With several shards an upper bound: their peaks are added, though they need not
   * have come at the same moment.
   */
  readonly heldPeak: number;
};

/** Use from `at` on, for as long as was asked for. */
export type UseSpan = PoolUse & { readonly at: EpochMs };

type Count = (typeof COUNTS)[number];

const COUNTS = [
  'arrivals',
  'own',
  'shared',
  'fallback',
  'none',
  'exhausted',
  'reused',
  'heldMs',
  'restMs',
] as const satisfies readonly (keyof PoolHour)[];

/**
 * One entry for each hour of one pool, oldest first. Means are made shard by shard before they are
 * added: each shard counts at its own moments, so that sums of counts divided by sums of samples would
 * give the mean of one shard, not of the pool.
 *
 * A shard that nobody asked in an hour has no row for it, and adds nothing: nor do its numbers.
 */
export function addShards(rows: readonly PoolHour[]): UseSpan[] {
  const hours = Map.groupBy(rows, ({ hour }) => hour);
  return Array.from(hours, ([at, shards]) => {
    const counted = shards.filter(({ samples }) => samples > 0);
    return {
      at,
      ...addCounts(shards),
      numbers: sum(shards.map(({ numbers }) => numbers)),
      meanHeld: counted.length === 0 ? null : sum(counted.map((row) => row.heldSum / row.samples)),
      heldPeak: sum(shards.map(({ heldPeak }) => heldPeak)),
    };
  }).sort((one, other) => one.at - other.at);
}

/** Several hours as one; `addShards` comes first. */
export function addHours(hours: readonly PoolUse[]): PoolUse {
  const means = hours.flatMap(({ meanHeld }) => (meanHeld === null ? [] : [meanHeld]));
  return {
    ...addCounts(hours),
    numbers: Math.max(0, ...hours.map(({ numbers }) => numbers)),
    meanHeld: means.length === 0 ? null : sum(means) / means.length,
    heldPeak: Math.max(0, ...hours.map(({ heldPeak }) => heldPeak)),
  };
}

/** Hours put together in spans of a fixed length (`HOUR`, `DAY`), oldest first; spans without use are left out. */
export function bySpan(hours: readonly UseSpan[], length: number): UseSpan[] {
  const spans = Map.groupBy(hours, ({ at }) => Math.floor(at / length) * length);
  return Array.from(spans, ([at, together]) => ({ at, ...addHours(together) }));
}

/** Seconds for which a number stayed with its session, hold time included; null where none was leased again. */
export function meanHoldSeconds({ heldMs, reused }: PoolUse): number | null {
  return reused === 0 ? null : heldMs / reused / SECOND;
}

/** Seconds for which a number cooled down before somebody else got it; null where nobody did. */
export function meanCoolDownSeconds({ restMs, reused }: PoolUse): number | null {
  return reused === 0 ? null : restMs / reused / SECOND;
}

function addCounts(parts: readonly Readonly<Record<Count, number>>[]): Record<Count, number> {
  const sums = COUNTS.map((count) => [count, sum(parts.map((part) => part[count]))]);
  return Object.fromEntries(sums);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
