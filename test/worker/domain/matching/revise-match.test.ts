import { describe, expect, it } from 'vitest';
import { type Match, unattributed } from '../../../../worker/domain/matching/match.ts';
import { correctMatch, reviseMatch } from '../../../../worker/domain/matching/revise-match.ts';
import { NOW } from './make-call.ts';

const match = (change: Partial<Match>): Match => ({ ...unattributed('Why.'), ...change });
const adas = match({ sessionId: 'ada 1', band: 'high', confidence: 0.96 });
const bobs = match({ sessionId: 'bob 1', band: 'ambiguous', confidence: 0.6 });

describe('a match that something known later changes', () => {
  it('keeps what it was, until when, and why', () => {
    expect(reviseMatch(adas, bobs, NOW, 'A tap was told late.')).toEqual({
      ...bobs,
      former: [
        {
          sessionId: 'ada 1',
          band: 'high',
          confidence: 0.96,
          until: NOW,
          because: 'A tap was told late.',
        },
      ],
    });
  });

  it('keeps nothing of one that says the same, and what that one kept', () => {
    const revised = reviseMatch(adas, bobs, NOW, 'Once.');
    const again = reviseMatch(revised, { ...bobs, confidence: 0.7 }, NOW, 'Twice.');
    expect(again).toEqual({ ...bobs, confidence: 0.7, former: revised.former });
  });

  it('keeps one of the same session whose band has changed', () => {
    const surer = { ...adas, band: 'certain', confidence: 0.999 } as const;
    expect(reviseMatch(adas, surer, NOW, 'A tap.').former).toHaveLength(1);
  });

  it('keeps the first and the latest of too many changes', () => {
    let current = adas;
    for (let change = 1; change <= 30; change++) {
      current = reviseMatch(current, change % 2 ? bobs : adas, NOW + change, `Change ${change}.`);
    }
    const reasons = current.former.map(({ because }) => because);
    expect(reasons).toHaveLength(20);
    expect([reasons[0], reasons[1], reasons.at(-1)]).toEqual([
      'Change 1.',
      'Change 12.',
      'Change 30.',
    ]);
  });
});

describe('a match that the owner corrects', () => {
  const candidates = [{ sessionId: 'ada 1', probability: 0.96 }];

  it('is certainly of the session they say, and the guess can be told by its candidates', () => {
    const corrected = correctMatch({ ...adas, candidates }, { sessionId: 'bob 1', at: NOW });
    expect(corrected).toMatchObject({
      sessionId: 'bob 1',
      band: 'certain',
      confidence: 1,
      noVisit: 0,
      candidates,
      reasons: ['Corrected by the owner.'],
    });
  });

  it('is of no visit where they say so', () => {
    expect(correctMatch(adas, { sessionId: null, at: NOW })).toMatchObject({
      sessionId: null,
      band: 'unattributed',
      confidence: 0,
      noVisit: 1,
      reasons: ['Corrected by the owner: no visit caused this call.'],
    });
  });
});
