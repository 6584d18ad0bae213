import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  recallEvidence,
  storeEvidence,
} from '../../../../worker/domain/matching/stored-evidence.ts';
import { anyExperience, furthest, learnBriefly, valuesOf } from './any-curve.ts';

describe('whatever was experienced', () => {
  it('no value of the curve is negative, or none at all', () => {
    fc.assert(
      fc.property(anyExperience, (experience) => {
        for (const value of valuesOf(learnBriefly(experience))) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThan(Number.POSITIVE_INFINITY);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('the same is learned in another order', () => {
    fc.assert(
      fc.property(anyExperience, (experience) => {
        const calls = experience.calls
          .map((call) => ({ ...call, suspects: call.suspects.toReversed() }))
          .toReversed();
        const visits = experience.visits.toReversed();
        const other = learnBriefly({ ...experience, calls, visits });
        expect(furthest(other, learnBriefly(experience))).toBeLessThan(1e-9);
      }),
      { numRuns: 25 },
    );
  });

  it('about the same is learned from what is kept of it', () => {
    fc.assert(
      fc.property(anyExperience, (experience) => {
        const kept = JSON.parse(JSON.stringify(experience.calls.map(storeEvidence)));
        const other = learnBriefly({ ...experience, calls: kept.map(recallEvidence) });
        expect(furthest(other, learnBriefly(experience))).toBeLessThan(0.02);
      }),
      { numRuns: 25 },
    );
  });
});
