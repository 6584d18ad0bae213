import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smoothedRates } from '../../../../worker/domain/matching/smoothed-rates.ts';

const BINS = 8;
const perBin = (value: number) => new Array<number>(BINS).fill(value);
const PRIOR = perBin(0.01);

const anyBins = (most: number) =>
  fc.array(fc.double({ min: 0, max: most, noNaN: true }), { minLength: BINS, maxLength: BINS });

describe('rates from calls and seconds', () => {
  it('are what was believed where nothing is known', () => {
    for (const rate of smoothedRates(new Float64Array(BINS), perBin(0), PRIOR)) {
      expect(rate).toBeCloseTo(0.01, 12);
    }
  });

  it('are what was counted where much is known', () => {
    const rates = smoothedRates(new Float64Array(perBin(5_000)), perBin(10_000), PRIOR);
    for (const rate of rates) expect(rate).toBeCloseTo(0.5, 1);
  });

  it('are more where calls were more, and some of it beside it', () => {
    const calls = new Float64Array(BINS);
    calls[3] = 100;
    const rates = smoothedRates(calls, perBin(1_000), PRIOR);
    expect(rates[3]).toBeGreaterThan(5 * (rates[2] ?? 0));
    expect(rates[2]).toBeGreaterThan(5 * (rates[1] ?? 0));
    expect(rates[4]).toBeCloseTo(rates[2] ?? 0, 12);
    const alone = smoothedRates(calls, perBin(1_000), PRIOR, 0);
    expect(alone[2]).toBeCloseTo(alone[1] ?? 0, 12);
  });

  it('make as many calls as there were, with what is believed', () => {
    fc.assert(
      fc.property(anyBins(1_000), anyBins(1e6), (calls, seconds) => {
        const rates = smoothedRates(new Float64Array(calls), seconds, PRIOR);
        const believedSeconds = 1 / 0.01;
        const made = rates.reduce(
          (sum, rate, bin) => sum + rate * ((seconds[bin] ?? 0) + believedSeconds),
          0,
        );
        const came = calls.reduce((sum, each) => sum + each + 1, 0);
        expect(made / came).toBeCloseTo(1, 9);
        expect(Math.min(...rates)).toBeGreaterThan(0);
      }),
    );
  });
});
