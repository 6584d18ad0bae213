import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Lease, reusableAt } from '../../../../worker/domain/leases/lease.ts';
import { CLOCK_TOLERANCE, matchCall } from '../../../../worker/domain/matching/match-call.ts';
import { DAY, type EpochMs, HOUR } from '../../../../worker/domain/time.ts';
import { lease, NOON } from '../leases/make-lease.ts';
import { anyHistory as anyVisits, type Happened } from '../visits/any-history.ts';

describe('whatever the history of a number that was never shared', () => {
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

describe('whatever visitors a pool has had', () => {
  type Shown = { number: string; sessionId: string; leaseId: string; at: EpochMs };

  /**
   * Every lease there ever was, as it was last known, and when which session was shown which number; of
   * several in one moment, the last.
   */
  function recordOf(history: readonly Happened[]) {
    const leases = new Map<string, Lease>();
    const shown = new Map<string, Shown>();
    for (const { now, decision, renewed } of history) {
      const { grants = [], nowShared = [] } = decision ?? {};
      for (const each of [...renewed, ...nowShared]) leases.set(each.id, each);
      for (const { lease: granted, begins } of grants) {
        if (!granted) continue;
        for (const former of begins ? leases.values() : []) {
          const isTheirs =
            former.number === granted.number && former.visitorId === granted.visitorId;
          const runs = former.endedAt === null && now < reusableAt(former);
          if (isTheirs && runs) leases.set(former.id, { ...former, endedAt: now });
        }
        leases.set(granted.id, granted);
        const { id: leaseId, number, sessionId } = granted;
        shown.set(`${number} ${now}`, { number, sessionId, leaseId, at: now });
      }
    }
    const latestFirst = [...leases.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
    return {
      shown: shown.values(),
      of: (number: string) => latestFirst.filter((each) => each.number === number),
    };
  }

  const settings = [{}, { share: true }, { share: true, paused: true }];
  const histories = anyVisits(settings, 'steady');

  it('a call at once from whoever is shown a number is perhaps theirs', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const record = recordOf(history);
        for (const { number, sessionId, at } of record.shown) {
          const { candidates } = matchCall(record.of(number), at, 'arrival');
          expect(candidates.map((each) => each.sessionId)).toContain(sessionId);
        }
      }),
    );
  });

  it('a call at once from whoever holds a number alone is theirs, and highly so', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const record = recordOf(history);
        for (const { number, sessionId, leaseId, at } of record.shown) {
          const theirs = record.of(number).find((each) => each.id === leaseId);
          if (theirs?.sharedAt !== null && (theirs?.sharedAt ?? 0) <= at) continue;
          expect(matchCall(record.of(number), at, 'arrival')).toMatchObject({
            sessionId,
            band: 'high',
            candidates: [{ sessionId }],
          });
        }
      }),
    );
  });

  it('the best candidate comes first, each is there once, and all make up no more than one call', () => {
    fc.assert(
      fc.property(histories, fc.nat(DAY), (history, later) => {
        const record = recordOf(history);
        for (const { number, at } of record.shown) {
          const match = matchCall(record.of(number), at + later, 'arrival');
          const { candidates } = match;
          const odds = candidates.map(({ probability }) => probability);
          expect(match.sessionId).toBe(candidates[0]?.sessionId ?? null);
          expect(match.confidence).toBe(odds[0] ?? 0);
          expect(odds).toEqual([...odds].sort((a, b) => b - a));
          expect(odds.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(1);
          expect(new Set(candidates.map((each) => each.sessionId)).size).toBe(candidates.length);
        }
      }),
    );
  });
});
