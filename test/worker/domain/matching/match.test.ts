import { expect, it } from 'vitest';
import {
  CLOCK_TOLERANCE,
  MATCH_WINDOW,
  matchStaticNumber,
  unattributed,
} from '../../../../worker/domain/matching/match.ts';

const poster = { label: 'Poster', source: 'station', medium: null, campaign: null };

it('a call to a static number is of its source for sure, and of nobody’s session', () => {
  expect(matchStaticNumber(poster)).toEqual({
    sessionId: null,
    band: 'source',
    confidence: 1,
    reasons: ['Static number: Poster.'],
    candidates: [],
    former: [],
    unseen: 0,
    noVisit: 0,
    staticSource: poster,
  });
});

it('says as much of a static number that has no label', () => {
  expect(matchStaticNumber({ ...poster, label: '' }).reasons).toEqual([
    'A static number was dialled.',
  ]);
});

it('a call that nothing explains has no session, no confidence, and its reason', () => {
  expect(unattributed('Why.')).toEqual({
    sessionId: null,
    band: 'unattributed',
    confidence: 0,
    reasons: ['Why.'],
    candidates: [],
    former: [],
    unseen: 0,
    noVisit: 1,
    staticSource: null,
  });
});

it('leases explain calls for thirty days, and clocks are allowed five seconds', () => {
  expect([MATCH_WINDOW, CLOCK_TOLERANCE]).toEqual([2_592_000_000, 5_000]);
});
