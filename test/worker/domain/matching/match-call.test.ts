import { describe, expect, it } from 'vitest';
import type { Lease } from '../../../../worker/domain/leases/lease.ts';
import {
  CLOCK_TOLERANCE,
  MATCH_WINDOW,
  matchCall,
  matchStaticNumber,
  unattributed,
} from '../../../../worker/domain/matching/match-call.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../../worker/domain/time.ts';
import { HOLD_SECONDS, lease, NOON } from '../leases/make-lease.ts';

const HOLD = HOLD_SECONDS * SECOND;
/** A visit of an hour, last seen at noon. */
const adas = lease({ sessionId: 'ada', startedAt: NOON - HOUR, lastSeenAt: NOON });
const cooled = NOON + HOLD;

describe('a call while the visitor is on the site', () => {
  it('is theirs, with high confidence', () => {
    expect(matchCall([adas], NOON, 'arrival')).toEqual({
      sessionId: 'ada',
      band: 'high',
      confidence: 0.97,
      reasons: ['Only visitor holding the number, on the site at the time.'],
      candidates: [{ sessionId: 'ada', probability: 0.97 }],
      staticSource: null,
    });
  });

  it('is theirs although it is told late, after the number was leased again', () => {
    const bobs = lease({ sessionId: 'bob', startedAt: NOON + DAY, lastSeenAt: NOON + DAY });
    expect(matchCall([bobs, adas], NOON - MINUTE, 'arrival')).toMatchObject({
      sessionId: 'ada',
      band: 'high',
    });
  });
});

describe('a call while the number is held', () => {
  it('is the last visitor’s, with high confidence, and says how long they were gone', () => {
    expect(matchCall([adas], NOON + 9 * MINUTE, 'arrival')).toEqual({
      sessionId: 'ada',
      band: 'high',
      confidence: 0.95,
      reasons: ['Only visitor holding the number; last seen 9 minutes before the call.'],
      candidates: [{ sessionId: 'ada', probability: 0.95 }],
      staticSource: null,
    });
  });
});

describe('a call while the number cools down', () => {
  it('is the last visitor’s, but not for sure', () => {
    expect(matchCall([adas], cooled, 'arrival')).toEqual({
      sessionId: 'ada',
      band: 'ambiguous',
      confidence: 0.9,
      reasons: [
        'Last visitor with this number, which nobody has held since; last seen 10 minutes before the call.',
      ],
      candidates: [{ sessionId: 'ada', probability: 0.9 }],
      staticSource: null,
    });
  });

  it('is half as sure a day later', () => {
    expect(matchCall([adas], cooled + DAY, 'arrival').confidence).toBeCloseTo(0.45);
  });
});

describe('the last visitor by the time of the call', () => {
  const bobs = lease({ sessionId: 'bob', startedAt: cooled, lastSeenAt: cooled + MINUTE });

  it('is the one whose lease had begun, not a later one', () => {
    expect(matchCall([bobs, adas], cooled - MINUTE, 'arrival').sessionId).toBe('ada');
  });

  it('is not one who was shown the number moments after the call began', () => {
    const began = bobs.startedAt - SECOND;
    expect(matchCall([bobs, adas], began, 'provider').sessionId).toBe('ada');
    expect(matchCall([bobs], began, 'arrival').sessionId).toBeNull();
  });

  it('is the first one, less surely, where the provider’s clock is a little behind ours', () => {
    const match = matchCall([bobs], bobs.startedAt - CLOCK_TOLERANCE, 'provider');
    expect(match).toMatchObject({ sessionId: 'bob', band: 'ambiguous', confidence: 0.9 });
    const before = matchCall([bobs], bobs.startedAt - CLOCK_TOLERANCE - 1, 'provider');
    expect(before.sessionId).toBeNull();
  });

  it('allows clocks five seconds', () => {
    expect(CLOCK_TOLERANCE).toBe(5 * SECOND);
  });
});

describe('a call that nobody explains', () => {
  it('is one of a number that nobody was ever shown', () => {
    expect(matchCall([], NOON, 'arrival')).toEqual(
      unattributed('No visitor had been shown this number by then.'),
    );
  });

  it('is one from before the first lease', () => {
    expect(matchCall([adas], adas.startedAt - MINUTE, 'arrival')).toEqual(
      unattributed('No visitor had been shown this number by then.'),
    );
  });

  it('is one from beyond the match window', () => {
    expect(matchCall([adas], NOON + MATCH_WINDOW, 'arrival').sessionId).toBe('ada');
    expect(matchCall([adas], NOON + MATCH_WINDOW + 1, 'arrival')).toEqual(
      unattributed('The last visitor with this number left more than 30 days before.'),
    );
  });

  it('has no session and no confidence', () => {
    expect(unattributed('Why.')).toEqual({
      sessionId: null,
      band: 'unattributed',
      confidence: 0,
      reasons: ['Why.'],
      candidates: [],
      staticSource: null,
    });
  });
});

describe('a call to a static number', () => {
  const poster = { label: 'Poster', source: 'station', medium: null, campaign: null };

  it('is of its source for sure, and of nobody’s session', () => {
    expect(matchStaticNumber(poster)).toEqual({
      sessionId: null,
      band: 'source',
      confidence: 1,
      reasons: ['Static number: Poster.'],
      candidates: [],
      staticSource: poster,
    });
  });

  it('says as much where the number has no label', () => {
    expect(matchStaticNumber({ ...poster, label: '' }).reasons).toEqual([
      'A static number was dialled.',
    ]);
  });
});

describe('a call to a number that several visitors were shown', () => {
  const since = NOON - 30 * MINUTE;
  const first = lease({ ...adas, grade: 'shared', sharedAt: since });
  const sharedBy = (sessionId: string, change: Partial<Lease> = {}) =>
    lease({
      sessionId,
      visitorId: sessionId,
      grade: 'shared',
      startedAt: since,
      sharedAt: since,
      ...change,
    });
  const bobs = sharedBy('bob', { lastSeenAt: NOON - SECOND });

  it('may be of each of them, and says so', () => {
    expect(matchCall([bobs, first], NOON, 'arrival')).toEqual({
      sessionId: 'ada',
      band: 'ambiguous',
      confidence: 0.485,
      reasons: ['The pool had run short: 2 visitors were shown this number at the time.'],
      candidates: [
        { sessionId: 'ada', probability: 0.485 },
        { sessionId: 'bob', probability: 0.485 },
      ],
      staticSource: null,
    });
  });

  it('is twice as likely of one who is on the site as of one who has left', () => {
    const left = sharedBy('bob', { lastSeenAt: NOON - 8 * MINUTE });
    const { sessionId, candidates } = matchCall([left, first], NOON, 'arrival');
    expect(sessionId).toBe('ada');
    expect(candidates[0]?.probability).toBeCloseTo((2 * 0.97) / 3);
    expect(candidates[1]?.probability).toBeCloseTo(0.97 / 3);
  });

  it('is best explained by the one on the site, else by the one seen last', () => {
    const gone = sharedBy('ada', { lastSeenAt: NOON - 9 * MINUTE });
    const later = sharedBy('bob', { lastSeenAt: NOON - 8 * MINUTE });
    expect(matchCall([later, gone], NOON, 'arrival').sessionId).toBe('bob');
    expect(matchCall([gone, later], NOON, 'arrival').sessionId).toBe('bob');
    const here = sharedBy('eve', { lastSeenAt: NOON - 2 * MINUTE });
    expect(matchCall([later, gone, here], NOON, 'arrival').sessionId).toBe('eve');
  });

  it('is of the first for sure if it came before the number was shared', () => {
    const match = matchCall([bobs, first], since - 1, 'arrival');
    expect(match).toMatchObject({ sessionId: 'ada', band: 'high' });
    expect(match.candidates).toEqual([{ sessionId: 'ada', probability: 0.97 }]);
  });

  it('is of the one who is left once all others have gone', () => {
    const gone = sharedBy('bob', { lastSeenAt: since, holdSeconds: 60 });
    const match = matchCall([gone, first], NOON, 'arrival');
    expect(match).toMatchObject({ sessionId: 'ada', band: 'high', confidence: 0.97 });
  });

  it('is of the one seen last when nobody holds the number any more', () => {
    const gone = sharedBy('bob', { lastSeenAt: since, holdSeconds: 60 });
    const match = matchCall([gone, first], cooled, 'arrival');
    expect(match).toMatchObject({ sessionId: 'ada', band: 'ambiguous', confidence: 0.9 });
  });

  it('is, of two who were seen last in one moment, of the one who came later', () => {
    const gone = sharedBy('bob', { lastSeenAt: NOON });
    expect(matchCall([gone, first], cooled, 'arrival').sessionId).toBe('bob');
  });

  it('is nobody’s whom the number was taken back from before it was leased to another alone', () => {
    const nobodys = sharedBy('nobody', { lastSeenAt: since, holdSeconds: 86_400 });
    const alone = lease({ sessionId: 'eve', startedAt: NOON - 5 * MINUTE, lastSeenAt: NOON });
    const match = matchCall([alone, nobodys, first], NOON, 'arrival');
    expect(match).toMatchObject({ sessionId: 'eve', band: 'high' });
    expect(match.candidates).toHaveLength(1);
  });
});

describe('a visitor who began a new session on the number they hold', () => {
  const former = lease({ ...adas, sessionId: 'first', endedAt: NOON - 10 * MINUTE });
  const next = lease({
    ...adas,
    sessionId: 'second',
    startedAt: NOON - 10 * MINUTE,
    lastSeenAt: NOON,
  });

  it('is one candidate: the session that goes on', () => {
    expect(matchCall([next, former], NOON, 'arrival').candidates).toEqual([
      { sessionId: 'second', probability: 0.97 },
    ]);
  });

  it('is matched by the first session until then', () => {
    const before = matchCall([next, former], NOON - 10 * MINUTE - 1, 'arrival');
    expect(before).toMatchObject({ sessionId: 'first', band: 'high' });
  });

  it('is one candidate too where the number is shared with others', () => {
    const shared = { grade: 'shared', sharedAt: NOON - 10 * MINUTE } as const;
    const bobs = lease({ ...shared, sessionId: 'bob', startedAt: NOON - 10 * MINUTE });
    const match = matchCall([{ ...next, ...shared }, bobs, former], NOON, 'arrival');
    expect(match.candidates.map(({ sessionId }) => sessionId).sort()).toEqual(['bob', 'second']);
  });
});

it.each([
  [200 * SECOND, '3 minutes'],
  [3 * HOUR, '3 hours'],
  [3 * DAY, '3 days'],
])('%d ms are told as %s', (since, told) => {
  expect(matchCall([adas], NOON + since, 'arrival').reasons[0]).toContain(
    `last seen ${told} before`,
  );
});
