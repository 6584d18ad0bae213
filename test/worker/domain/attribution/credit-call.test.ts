import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CREDIT_MODES, creditCall } from '../../../../worker/domain/attribution/credit-call.ts';
import {
  type Match,
  matchStaticNumber,
  unattributed,
} from '../../../../worker/domain/matching/match.ts';
import { statedMatch } from '../../../../worker/domain/matching/revise-match.ts';
import { anyMatch } from './any-match.ts';

const ada = { sessionId: 'ada', visitorId: 'a', source: 'google / cpc' };
const bob = { sessionId: 'bob', visitorId: 'b', source: 'poster / print' };

const match: Match = {
  ...unattributed('Made up.'),
  sessionId: 'ada',
  band: 'ambiguous',
  confidence: 0.5,
  candidates: [
    { ...ada, probability: 0.5 },
    { ...bob, probability: 0.3 },
  ],
  unseen: 0.1,
  noVisit: 0.1,
};

describe('a call counts', () => {
  it('wholly for the session that best explains it', () => {
    expect(creditCall(match, 'best')).toEqual([
      { sessionId: 'ada', source: 'google / cpc', share: 1 },
    ]);
  });

  it('in shares for all that may explain it, whoever is not told apart coming from where they did', () => {
    expect(creditCall(match, 'expected').map(({ source, share }) => [source, share])).toEqual([
      ['google / cpc', expect.closeTo(0.5)],
      ['poster / print', expect.closeTo(0.3)],
      ['google / cpc', expect.closeTo(0.05)],
      ['poster / print', expect.closeTo(0.05)],
      [null, expect.closeTo(0.1)],
    ]);
  });

  it('for no source, where no visit explains it', () => {
    const nobody = unattributed('Nobody.');
    for (const mode of CREDIT_MODES) {
      expect(creditCall(nobody, mode)).toEqual([{ sessionId: null, source: null, share: 1 }]);
    }
  });

  it('for what the static number stands for', () => {
    const poster = { label: 'Poster', source: 'poster', medium: 'print', campaign: null };
    for (const mode of CREDIT_MODES) {
      expect(creditCall(matchStaticNumber(poster), mode)).toEqual([
        { sessionId: null, source: 'poster / print', share: 1 },
      ]);
    }
  });

  it('wholly for whom the owner named', () => {
    const stated = statedMatch({ match, correction: { session: bob, at: 1 } });
    for (const mode of CREDIT_MODES) {
      expect(creditCall(stated, mode)).toEqual([
        { sessionId: 'bob', source: 'poster / print', share: 1 },
      ]);
    }
  });
});

it('the shares of a call add up to one, and none is negative', () => {
  fc.assert(
    fc.property(anyMatch, fc.constantFrom(...CREDIT_MODES), (any, mode) => {
      const credits = creditCall(any, mode);
      expect(credits.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
      expect(credits.every(({ share }) => share > 0)).toBe(true);
    }),
  );
});
