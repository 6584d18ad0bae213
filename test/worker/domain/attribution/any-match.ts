import fc from 'fast-check';
import { type Match, unattributed } from '../../../../worker/domain/matching/match.ts';

const SOURCES = ['google / cpc', 'poster / print', '(direct) / (none)'];

/** A match of which the probabilities add up to one. */
export const anyMatch: fc.Arbitrary<Match> = fc
  .record({
    weights: fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 6 }),
    sources: fc.array(fc.constantFrom(...SOURCES), { minLength: 6, maxLength: 6 }),
    unseen: fc.nat(50),
    noVisit: fc.integer({ min: 1, max: 100 }),
  })
  .map(({ weights, sources, unseen, noVisit }) => {
    const total = weights.reduce((sum, weight) => sum + weight, unseen + noVisit);
    const candidates = weights
      .toSorted((a, b) => b - a)
      .map((weight, index) => ({
        sessionId: `session ${index}`,
        visitorId: `visitor ${index}`,
        source: sources[index] ?? '',
        probability: weight / total,
      }));
    const nobody = noVisit / total;
    const best = nobody >= 0.5 ? undefined : candidates[0];
    return {
      ...unattributed('Made up.'),
      sessionId: best?.sessionId ?? null,
      band: best ? 'ambiguous' : 'unattributed',
      confidence: best?.probability ?? 0,
      candidates,
      unseen: unseen / total,
      noVisit: nobody,
    };
  });
