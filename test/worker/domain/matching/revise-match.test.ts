import { describe, expect, it } from 'vitest';
import { type Match, unattributed } from '../../../../worker/domain/matching/match.ts';
import { reviseMatch, statedMatch } from '../../../../worker/domain/matching/revise-match.ts';

const ada = { sessionId: 'ada', visitorId: 'a', source: 'google / cpc' };
const bob = { sessionId: 'bob', visitorId: 'b', source: 'poster / print' };

const match: Match = {
  ...unattributed('Nobody.'),
  sessionId: 'ada',
  band: 'high',
  confidence: 0.96,
  candidates: [{ ...ada, probability: 0.96 }],
  noVisit: 0.04,
};
const byEvidence = { match, correction: null };
const byOwner = { match, correction: { session: bob, at: 1 } };

describe('what is told of a call', () => {
  it('is what the evidence says', () => {
    expect(statedMatch(byEvidence)).toBe(match);
  });

  it('is what the owner says, in shares that add up', () => {
    expect(statedMatch(byOwner)).toMatchObject({
      sessionId: 'bob',
      band: 'certain',
      candidates: [{ ...bob, probability: 1 }],
      unseen: 0,
      noVisit: 0,
    });
    expect(statedMatch({ match, correction: { session: null, at: 1 } })).toMatchObject({
      sessionId: null,
      band: 'unattributed',
      candidates: [],
      noVisit: 1,
    });
  });

  it('keeps what a static number stands for, where the owner says that no visit had to do with it', () => {
    const poster = { label: 'Poster', source: null, medium: null, campaign: null };
    const dialled: Match = { ...match, band: 'source', sessionId: null, staticSource: poster };
    const correction = { session: null, at: 1 };
    expect(statedMatch({ match: dialled, correction })).toBe(dialled);
  });
});

describe('a match that changes', () => {
  const later: Match = { ...match, sessionId: 'bob', band: 'ambiguous', confidence: 0.6 };

  it('keeps what was told before', () => {
    const { former } = reviseMatch(byEvidence, { match: later, correction: null }, 5, 'A tap.');
    expect(former).toEqual([
      { sessionId: 'ada', band: 'high', confidence: 0.96, until: 5, because: 'A tap.' },
    ]);
  });

  it('keeps nothing of one that says the same, and what that one kept', () => {
    const once = reviseMatch(byEvidence, { match: later, correction: null }, 5, 'Once.');
    const surer = { ...later, confidence: 0.7 };
    const judged = { match: once, correction: null };
    const twice = reviseMatch(judged, { match: surer, correction: null }, 6, 'Twice.');
    expect(twice).toEqual({ ...surer, former: once.former });
  });

  it('keeps one of the same session whose band has changed', () => {
    const surer: Match = { ...match, band: 'certain', confidence: 0.999 };
    const revised = reviseMatch(byEvidence, { match: surer, correction: null }, 5, 'A tap.');
    expect(revised.former).toHaveLength(1);
  });

  it('changes nothing of what is told while the owner has said who it was', () => {
    const revised = reviseMatch(byOwner, { ...byOwner, match: later }, 5, 'A tap.');
    expect(revised).toEqual(later);
  });

  it('keeps the first and the latest of many changes', () => {
    let judged = byEvidence;
    for (let at = 0; at < 30; at++) {
      const next = { match: at % 2 ? match : later, correction: null };
      judged = { ...next, match: reviseMatch(judged, next, at, `Change ${at}.`) };
    }
    const { former } = judged.match;
    expect(former).toHaveLength(20);
    expect([former[0]?.until, former.at(-1)?.until]).toEqual([0, 29]);
  });
});
