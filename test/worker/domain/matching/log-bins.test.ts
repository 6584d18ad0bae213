import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BIN_COUNT,
  BIN_STARTS,
  binOf,
  LONGEST,
} from '../../../../worker/domain/matching/log-bins.ts';

describe('a bin', () => {
  it('begins and ends where it says', () => {
    const anyTime = fc.oneof(fc.nat(60_000), fc.nat(LONGEST));
    fc.assert(
      fc.property(anyTime, (ms) => {
        const bin = binOf(ms);
        expect(ms).toBeGreaterThanOrEqual(BIN_STARTS[bin] ?? Number.NaN);
        expect(ms).toBeLessThan(BIN_STARTS[bin + 1] ?? Number.NaN);
      }),
      { numRuns: 1_000 },
    );
  });

  it('ends half as late again as it begins, but for the first', () => {
    expect(BIN_STARTS.slice(0, 5)).toEqual([0, 2_000, 3_000, 4_500, 6_750]);
    expect(BIN_STARTS).toHaveLength(BIN_COUNT + 1);
  });

  it('is the first of what has not happened yet, and the last of what is too long ago', () => {
    expect(binOf(-1)).toBe(0);
    expect(binOf(10 * LONGEST)).toBe(BIN_COUNT - 1);
  });
});
