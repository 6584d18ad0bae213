import { describe, expect, it } from 'vitest';
import {
  bucketOf,
  NO_SWAP_TIMES,
  SWAP_BOUNDS,
  swapTimeAt,
} from '../../../../worker/domain/health/swap-times.ts';

const times = (counts: Record<number, number>) =>
  NO_SWAP_TIMES.map((_, bucket) => counts[bucket] ?? 0);

it.each([
  [0, 0],
  [50, 0],
  [51, 1],
  [300, 3],
  [5_000, 7],
  [5_001, 8],
  [600_000, 8],
])('a swap after %i ms is counted in bucket %i', (ms, bucket) => {
  expect(bucketOf(ms)).toBe(bucket);
});

describe('the time that a share did not exceed', () => {
  it('is none where nothing was swapped', () => {
    expect(swapTimeAt(NO_SWAP_TIMES, 0.5)).toBeNull();
  });

  it('is estimated within its bucket', () => {
    expect(swapTimeAt(times({ 1: 10 }), 0.5)).toBe(75);
    expect(swapTimeAt(times({ 1: 10 }), 1)).toBe(100);
  });

  it('is that of the bucket in which the share is reached', () => {
    const mixed = times({ 0: 90, 4: 10 });
    expect(swapTimeAt(mixed, 0.9)).toBe(50);
    expect(swapTimeAt(mixed, 0.95)).toBe(400);
  });

  it('is the last bound for all that took longer', () => {
    expect(swapTimeAt(times({ 8: 1 }), 0.5)).toBe(SWAP_BOUNDS.at(-1));
  });

  it('never falls as the share grows', () => {
    const mixed = times({ 0: 3, 2: 5, 5: 1, 8: 2 });
    const estimates = Array.from({ length: 100 }, (_, index) =>
      swapTimeAt(mixed, (index + 1) / 100),
    );
    expect(estimates).toEqual(estimates.toSorted((one, other) => Number(one) - Number(other)));
  });
});
