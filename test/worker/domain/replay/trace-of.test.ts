import { describe, expect, it } from 'vitest';
import {
  mondayBefore,
  type Recorded,
  type TracedSession,
  traceOf,
} from '../../../../worker/domain/replay/trace-of.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../../worker/domain/time.ts';
import { figuresOf } from './make-trace.ts';

/** A Monday, and Tuesday noon of its week. */
const MONDAY = Date.UTC(2026, 10, 23);
const NOON = MONDAY + 1.5 * DAY;
const T = 36 * 3_600;

const NUMBERS = ['+33199002000', '+33199002001'] as const;

function session(visitorId: string, startedAt: number, change: Partial<TracedSession> = {}) {
  return {
    visitorId,
    source: 'google / cpc',
    startedAt,
    lastSeenAt: startedAt,
    journey: [],
    ...change,
  };
}

function trace(recorded: Partial<Recorded>) {
  return traceOf({ sessions: [], leases: [], calls: [], numbers: NUMBERS, ...recorded }, MONDAY);
}

const briefly = (events: ReturnType<typeof trace>) =>
  events.map(({ t, type, visitor }) => [t - T, type, visitor]);

describe('what is known of a site as a trace', () => {
  it('a session: its pages and taps, and signs of life as often as pages give them', () => {
    const journey = [
      { at: NOON, type: 'page' },
      { at: NOON + 30.5 * SECOND, type: 'page' },
      { at: NOON + 40 * SECOND, type: 'form' },
      { at: NOON + 130 * SECOND, type: 'tap' },
    ];
    const events = trace({
      sessions: [session('01K9', NOON, { journey, lastSeenAt: NOON + 5 * MINUTE })],
    });
    expect(briefly(events)).toEqual([
      [0, 'visit', 'v1'],
      [30.5, 'visit', 'v1'],
      [120, 'renew', 'v1'],
      [130, 'tap', 'v1'],
      [240, 'renew', 'v1'],
      [300, 'renew', 'v1'],
    ]);
    expect(events[0]?.source).toBe('google / cpc');
  });

  it('in the order of time, and visitors and callers by names of the trace alone', () => {
    const events = trace({
      sessions: [
        session('later', NOON + HOUR),
        session('first', NOON),
        session('later', NOON + DAY),
      ],
      calls: [
        { startedAt: NOON + 2 * HOUR, number: NUMBERS[0], caller: 'hash', cause: 'later' },
        { startedAt: NOON + 3 * HOUR, number: NUMBERS[0], caller: 'hash', cause: 'first' },
      ],
    });
    expect(events.map(({ visitor, cause }) => visitor ?? cause)).toEqual([
      'v1',
      'v2',
      'v2',
      'v1',
      'v2',
    ]);
    expect(events.map(({ caller }) => caller)).toEqual([null, null, 'c1', 'c1', null]);
    expect(JSON.stringify(events)).not.toMatch(/later|first|hash/);
  });

  const lease = (visitorId: string, startedAt: number) => ({
    number: NUMBERS[0],
    visitorId,
    startedAt,
  });
  const sessions = [session('a', NOON), session('b', NOON + HOUR), session('c', NOON + 3 * HOUR)];
  const leases = [lease('b', NOON + HOUR), lease('a', NOON), lease('c', NOON + 3 * HOUR)];
  const call = { startedAt: NOON + 2 * HOUR, number: NUMBERS[0], caller: null };
  const callIn = (events: ReturnType<typeof trace>) => events.find(({ type }) => type === 'call');

  it('a call of which nothing was said dials what the number’s last visitor is shown', () => {
    expect(callIn(trace({ sessions, leases, calls: [call] }))).toMatchObject({
      known: false,
      cause: null,
      number_of: 'v2',
      dial: null,
    });
  });

  it('a call whose cause the owner told', () => {
    const event = callIn(trace({ sessions, leases, calls: [{ ...call, cause: 'a' }] }));
    expect(event).toMatchObject({ cause: 'v1', number_of: null, dial: null });
    expect(event).not.toHaveProperty('known');
  });

  it('a call of which the owner told that no visitor made it', () => {
    const event = callIn(trace({ sessions, leases, calls: [{ ...call, cause: null }] }));
    expect(event).toMatchObject({ cause: null, number_of: 'v2' });
    expect(event).not.toHaveProperty('known');
  });

  it('a call to a number that nobody had been shown by then', () => {
    const early = { ...call, startedAt: NOON - HOUR, number: NUMBERS[1] };
    expect(callIn(trace({ sessions, leases, calls: [early] }))).toMatchObject({
      number_of: null,
      dial: 0.75,
    });
  });

  it('can be replayed', () => {
    const calls = [call, { ...call, startedAt: NOON + 4 * HOUR, cause: 'c' }];
    const {
      visitors,
      calls: played,
      matched,
    } = figuresOf('zar', trace({ sessions, leases, calls }));
    expect({ visitors, played, matched }).toEqual({
      visitors: 3,
      played: 2,
      matched: { share: 1, correct: 1 },
    });
  });
});

it.each([
  ['on a Monday at midnight', MONDAY, 0, MONDAY],
  ['just before', MONDAY - 1, 0, MONDAY - 7 * DAY],
  ['on a Sunday evening in London, a Monday in Paris', MONDAY - HOUR / 2, HOUR, MONDAY - HOUR],
])('the week begins %s', (_, at, offset, expected) => {
  expect(mondayBefore(at, offset)).toBe(expected);
});
