/**
 * Upper bounds, in milliseconds, of the buckets into which times to the first swap are counted; what is
 * longer than the last is in one more. Finer where people begin to notice.
 */
export const SWAP_BOUNDS = [50, 100, 200, 300, 500, 1_000, 2_000, 5_000] as const;

/** Counts by bucket: one for each of `SWAP_BOUNDS`, and one for what took longer. */
export type SwapTimes = readonly number[];

export const NO_SWAP_TIMES: SwapTimes = new Array(SWAP_BOUNDS.length + 1).fill(0);

/** The bucket that a time is counted in. @param ms milliseconds from navigation to the first swap. */
export function bucketOf(ms: number): number {
  const bucket = SWAP_BOUNDS.findIndex((bound) => ms <= bound);
  return bucket < 0 ? SWAP_BOUNDS.length : bucket;
}

/**
 * The time that a share of all did not exceed, estimated as if times were spread evenly within their
 * bucket. The last bound stands for all that took longer.
 *
 * @param share 0.5 for the median.
 * @returns milliseconds; null where nothing was counted.
 */
export function swapTimeAt(times: SwapTimes, share: number): number | null {
  const all = times.reduce((sum, count) => sum + count, 0);
  if (all === 0) return null;
  let left = share * all;
  for (const [bucket, bound] of SWAP_BOUNDS.entries()) {
    const count = times[bucket] ?? 0;
    const from = SWAP_BOUNDS[bucket - 1] ?? 0;
    if (count > 0 && left <= count) return Math.round(from + (bound - from) * (left / count));
    left -= count;
  }
  return SWAP_BOUNDS.at(-1) ?? null;
}
