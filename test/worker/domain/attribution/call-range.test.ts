import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callRange } from '../../../../worker/domain/attribution/call-range.ts';

const anyShares = (most: number) =>
  fc.array(
    fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100),
    { maxLength: most },
  );

/** How likely the count of calls lies in a range, added up over every possible outcome. */
function chanceWithin(shares: readonly number[], low: number, high: number): number {
  let chance = 0;
  for (let outcome = 0; outcome < 2 ** shares.length; outcome++) {
    const happened = shares.map((_, index) => (outcome >> index) & 1);
    const count = happened.reduce((sum, one) => sum + one, 0);
    if (count < low || count > high) continue;
    chance += shares.reduce(
      (product, share, at) => product * (happened[at] ? share : 1 - share),
      1,
    );
  }
  return chance;
}

describe('the range of calls', () => {
  it('is their number, where all are certain', () => {
    expect(callRange([1, 1, 0, 1])).toEqual({ low: 3, high: 3 });
    expect(callRange([])).toEqual({ low: 0, high: 0 });
  });

  it('is what nine in ten outcomes lie in', () => {
    expect(callRange([0.5])).toEqual({ low: 0, high: 1 });
    expect(callRange([0.99])).toEqual({ low: 1, high: 1 });
    expect(callRange(new Array(100).fill(0.5))).toEqual({ low: 42, high: 58 });
  });

  it('holds at least nine in ten of all outcomes', () => {
    fc.assert(
      fc.property(anyShares(9), (shares) => {
        const { low, high } = callRange(shares);
        expect(chanceWithin(shares, low, high)).toBeGreaterThan(0.9 - 1e-9);
      }),
    );
  });

  it('grows by one call with each that is certain', () => {
    fc.assert(
      fc.property(anyShares(300), (shares) => {
        const { low, high } = callRange(shares);
        expect(callRange([...shares, 1])).toEqual({ low: low + 1, high: high + 1 });
        expect(callRange([0, ...shares])).toEqual({ low, high });
      }),
    );
  });

  it('of many calls says the same as that of few', () => {
    const shares = Array.from({ length: 200 }, (_, index) => (index % 19) / 20 + 0.02);
    const few = callRange(shares);
    // One that hardly counts makes them too many to be told exactly.
    const many = callRange([...shares, 1e-9]);
    expect(Math.abs(many.low - few.low)).toBeLessThanOrEqual(1);
    expect(Math.abs(many.high - few.high)).toBeLessThanOrEqual(1);
  });
});
