import { describe, expect, it } from 'vitest';
import { binOf } from '../../../../worker/domain/matching/log-bins.ts';
import { LATER_COUNT, laterOf, traitsOf } from '../../../../worker/domain/matching/traits.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../../worker/domain/time.ts';
import { gone, holder, NOW } from './make-call.ts';

describe('a visitor who is on the site', () => {
  it('is known by the time since they came, and that they are there', () => {
    const age = binOf(2 * MINUTE);
    expect(traitsOf(holder(), NOW)).toEqual({ age, onSite: age, away: -1, tap: -1, later: -1 });
  });

  it('is so until nothing has been heard of them for three minutes', () => {
    const silent = (ms: number) => traitsOf(holder({ lastSeenAt: NOW - ms }), NOW);
    expect(silent(3 * MINUTE).away).toBe(-1);
    expect(silent(3 * MINUTE + 1)).toMatchObject({ onSite: -1, away: binOf(3 * MINUTE) });
  });

  it('is so whatever is heard of them later', () => {
    expect(traitsOf(holder({ lastSeenAt: NOW + HOUR, left: true }), NOW).away).toBe(-1);
  });
});

describe('a visitor who has left', () => {
  it('is known by the time since they came and since they left', () => {
    const { age, onSite, away } = traitsOf(gone(HOUR, { stayed: 20 * MINUTE }), NOW);
    expect([age, onSite, away]).toEqual([binOf(HOUR), -1, binOf(40 * MINUTE)]);
  });

  it('is gone at once', () => {
    expect(traitsOf(holder({ left: true, lastSeenAt: NOW - 1 }), NOW).away).toBe(0);
    expect(traitsOf(holder({ left: true, lastSeenAt: NOW }), NOW).away).toBe(-1);
  });
});

describe('a tap', () => {
  const tapAt = (tappedAt: number) => traitsOf(holder({ tappedAt }), NOW).tap;

  it('counts for ten minutes', () => {
    expect(tapAt(NOW)).toBe(0);
    expect(tapAt(NOW - 9 * MINUTE)).toBe(binOf(9 * MINUTE));
    expect(tapAt(NOW - 10 * MINUTE)).toBe(-1);
  });

  it('does not count before it', () => {
    expect(tapAt(NOW + SECOND)).toBe(-1);
  });
});

describe('visitors who may ring later', () => {
  const midnight = Math.floor(NOW / DAY) * DAY;

  it('are told apart by the eighth of the day in which they came', () => {
    const parts = [0, 2.9, 3, 12, 23.9].map((hour) => laterOf(midnight + hour * HOUR, 0));
    expect(parts).toEqual([0, 0, 1, 4, 7]);
  });

  it('are told apart by the midnights since, the less the more there are', () => {
    const groups = [0, 1, 2, 3, 4, 5, 6, 7, 8, 30].map((nights) => laterOf(midnight, nights) / 8);
    expect(groups).toEqual([0, 1, 2, 3, 3, 4, 4, 4, 5, 5]);
    expect(laterOf(midnight - 1, 30)).toBe(LATER_COUNT - 1);
  });

  it('count midnights, not days', () => {
    const late = holder({ startedAt: midnight - MINUTE, lastSeenAt: midnight - MINUTE });
    expect(traitsOf(late, midnight + HOUR).later).toBe(laterOf(midnight - MINUTE, 1));
  });

  it('are those who have gone', () => {
    expect(traitsOf(holder(), NOW).later).toBe(-1);
    expect(traitsOf(gone(HOUR), NOW).later).toBe(laterOf(NOW - HOUR, 0));
  });
});
