import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CREDIT_MODES } from '../../../../worker/domain/attribution/credit-call.ts';
import { SourceCredits } from '../../../../worker/domain/attribution/source-credits.ts';
import { type Match, unattributed } from '../../../../worker/domain/matching/match.ts';
import { anyMatch } from './any-match.ts';

const split: Match = {
  ...unattributed('Made up.'),
  sessionId: 'ada',
  band: 'ambiguous',
  confidence: 0.6,
  candidates: [
    { sessionId: 'ada', visitorId: 'a', source: 'google / cpc', probability: 0.6 },
    { sessionId: 'bob', visitorId: 'b', source: 'poster / print', probability: 0.4 },
  ],
  noVisit: 0,
};

function creditsOf(mode: (typeof CREDIT_MODES)[number], matches: readonly Match[]) {
  const credits = new SourceCredits(mode);
  for (const match of matches) credits.add(match);
  return credits.all();
}

it('the best explanation takes all, and the interval shows how far that may be off', () => {
  expect(creditsOf('best', new Array(10).fill(split))).toEqual([
    { source: 'google / cpc', calls: 10, interval: { low: 3, high: 8 } },
    { source: 'poster / print', calls: 0, interval: { low: 2, high: 7 } },
  ]);
});

it('in expectation each source has its share', () => {
  expect(creditsOf('expected', new Array(10).fill(split))).toEqual([
    { source: 'google / cpc', calls: expect.closeTo(6), interval: { low: 3, high: 8 } },
    { source: 'poster / print', calls: expect.closeTo(4), interval: { low: 2, high: 7 } },
  ]);
});

it('all calls are credited, each once', () => {
  fc.assert(
    fc.property(
      fc.array(anyMatch, { maxLength: 30 }),
      fc.constantFrom(...CREDIT_MODES),
      (matches, mode) => {
        const total = creditsOf(mode, matches).reduce((sum, { calls }) => sum + calls, 0);
        expect(total).toBeCloseTo(matches.length, 6);
      },
    ),
  );
});
