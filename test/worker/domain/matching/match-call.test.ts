import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Lease, reusableAt } from '../../../../worker/domain/leases/lease.ts';
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
      staticSource: poster,
    });
  });

  it('says as much where the number has no label', () => {
    expect(matchStaticNumber({ ...poster, label: '' }).reasons).toEqual([
      'A static number was dialled.',
    ]);
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

describe('whatever the history of a number', () => {
  /** Leases of one number, one after the other, each begun when the number was free; latest first. */
  const anyHistory: fc.Arbitrary<Lease[]> = fc
    .array(
      fc.record({
        rested: fc.nat(2 * DAY),
        stayed: fc.nat(HOUR),
        holdSeconds: fc.integer({ min: 60, max: 86_400 }),
      }),
      { maxLength: 5 },
    )
    .map((visits) => {
      const history: Lease[] = [];
      let free = NOON - 5 * DAY;
      for (const { rested, stayed, holdSeconds } of visits) {
        const startedAt = free + rested;
        const next = lease({ startedAt, lastSeenAt: startedAt + stayed, holdSeconds });
        free = reusableAt(next);
        history.unshift(next);
      }
      return history;
    });
  const anyTime = fc.integer({ min: NOON - 6 * DAY, max: NOON + 45 * DAY });

  it('confidence lies between 0 and 1, and is none without a session', () => {
    fc.assert(
      fc.property(anyHistory, anyTime, (history, at) => {
        const { confidence, sessionId } = matchCall(history, at, 'arrival');
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThanOrEqual(1);
        expect(confidence === 0).toBe(sessionId === null);
      }),
    );
  });

  it('the band says what the confidence is', () => {
    fc.assert(
      fc.property(anyHistory, anyTime, (history, at) => {
        const { band, confidence } = matchCall(history, at, 'arrival');
        const expected =
          confidence === 0 ? 'unattributed' : confidence < 0.95 ? 'ambiguous' : 'high';
        expect(band).toBe(expected);
      }),
    );
  });

  it('a match is with a session that had the number by then, and gives a reason', () => {
    fc.assert(
      fc.property(anyHistory, anyTime, (history, at) => {
        const { sessionId, reasons } = matchCall(history, at, 'arrival');
        const had = history
          .filter(({ startedAt }) => startedAt <= at + CLOCK_TOLERANCE)
          .map((each) => each.sessionId);
        expect([null, ...had]).toContain(sessionId);
        expect(reasons).toHaveLength(1);
      }),
    );
  });

  it('confidence never rises with time while nobody else comes', () => {
    fc.assert(
      fc.property(anyHistory, anyTime, fc.nat(40 * DAY), (history, at, later) => {
        const [latest] = history;
        fc.pre(latest !== undefined && at >= latest.startedAt);
        expect(matchCall(history, at + later, 'arrival').confidence).toBeLessThanOrEqual(
          matchCall(history, at, 'arrival').confidence,
        );
      }),
    );
  });

  it('what came after the call does not change its match', () => {
    fc.assert(
      fc.property(anyHistory, anyTime, (history, at) => {
        const then = history.filter(({ startedAt }) => startedAt <= at + CLOCK_TOLERANCE);
        expect(matchCall(history, at, 'arrival')).toEqual(matchCall(then, at, 'arrival'));
      }),
    );
  });
});
