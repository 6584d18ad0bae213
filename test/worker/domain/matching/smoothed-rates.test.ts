import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Smoothing,
  smoothedRates,
} from '../../../../worker/domain/matching/smoothed-rates.ts';

const BINS = 8;
const perBin = (value: number) => new Array<number>(BINS).fill(value);
const PRIOR = perBin(0.01);

const anyBins = (most: number) =>
  fc.array(fc.double({ min: 0, max: most, noNaN: true }), { minLength: BINS, maxLength: BINS });

/** As many steps as a curve takes, and more. */
function settled(calls: readonly number[], seconds: readonly number[], smoothing: Smoothing) {
  let rates: readonly number[] = PRIOR;
  for (let step = 0; step < 200; step++) {
    rates = smoothedRates(calls, seconds, PRIOR, rates, smoothing);
  }
  return rates;
}

describe('rates from calls and seconds', () => {
  it('are what was believed where nothing is known', () => {
    for (const rate of settled(perBin(0), perBin(0), { strength: 2 })) {
      expect(rate).toBeCloseTo(0.01, 12);
    }
  });

  it('are what was counted where much is known', () => {
    const rates = settled(perBin(5_000), perBin(10_000), { strength: 2 });
    for (const rate of rates) expect(rate).toBeCloseTo(0.5, 1);
  });

  it('are more where calls were more, and some of it beside it, the more the firmer bins hang together', () => {
    const calls = perBin(1).with(3, 100);
    const loose = settled(calls, perBin(1_000), { strength: 2 });
    const firm = settled(calls, perBin(1_000), { strength: 20 });
    for (const rates of [loose, firm]) {
      expect(rates[3]).toBe(Math.max(...rates));
      expect(rates[2]).toBeGreaterThan(rates[1] ?? 0);
      expect(rates[4]).toBeGreaterThan(rates[5] ?? 0);
    }
    expect(firm[3]).toBeLessThan(loose[3] ?? 0);
    expect(firm[2]).toBeGreaterThan(loose[2] ?? 0);
  });

  it('hang together within a row only', () => {
    const calls = perBin(1).with(3, 100);
    const rates = settled(calls, perBin(1_000), { strength: 20, row: 4 });
    const alone = settled(perBin(1), perBin(1_000), { strength: 20, row: 4 });
    expect(rates.slice(4)).toEqual(alone.slice(4));
    expect(rates[2]).toBeGreaterThan(alone[2] ?? 0);
  });

  it('are never nothing, and lie between what was counted and all that is believed', () => {
    fc.assert(
      fc.property(anyBins(1_000), anyBins(1e6), (calls, seconds) => {
        const rates = smoothedRates(calls, seconds, PRIOR, PRIOR, { strength: 2 });
        for (const [bin, rate] of rates.entries()) {
          const counted = (calls[bin] ?? 0) / (seconds[bin] ?? 0);
          expect(rate).toBeGreaterThan(0);
          if (Number.isNaN(counted)) continue;
          expect(rate).toBeGreaterThanOrEqual(Math.min(counted, 0.01) * (1 - 1e-9));
          expect(rate).toBeLessThanOrEqual(Math.max(counted, 0.01) * (1 + 1e-9));
        }
      }),
    );
  });
});
