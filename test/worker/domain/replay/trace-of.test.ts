import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TraceEvent } from '../../../../worker/domain/replay/trace-event.ts';
import {
  mondayBefore,
  type TracedCall,
  type TracedLease,
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

function session(
  visitorId: string,
  startedAt: number,
  change: Partial<TracedSession> = {},
): TracedSession {
  return {
    visitorId,
    source: 'google / cpc',
    startedAt,
    lastSeenAt: startedAt,
    number: NUMBERS[0],
    journey: [],
    ...change,
  };
}

type Lists = { sessions?: TracedSession[]; leases?: TracedLease[]; calls?: TracedCall[] };

async function trace({ sessions = [], leases = [], calls = [] }: Lists): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  const recorded = {
    sessions: each(sessions),
    leases: each(leases),
    calls: each(calls),
    numbers: NUMBERS,
  };
  for await (const event of traceOf(recorded, MONDAY)) events.push(event);
  return events;
}

async function* each<E>(values: readonly E[]): AsyncGenerator<E> {
  yield* values;
}

const briefly = (events: readonly TraceEvent[]) =>
  events.map(({ t, type, visitor }) => [t - T, type, visitor]);

describe('what is known of a site as a trace', () => {
  it('a session: its pages and taps, and signs of life as often as pages give them', async () => {
    const journey = [
      { at: NOON, type: 'page' },
      { at: NOON + 30.5 * SECOND, type: 'page' },
      { at: NOON + 40 * SECOND, type: 'form' },
      { at: NOON + 130 * SECOND, type: 'tap' },
    ];
    const events = await trace({
      sessions: [session('ada', NOON, { journey, lastSeenAt: NOON + 5 * MINUTE })],
    });
    expect(briefly(events)).toEqual([
      [0, 'visit', 'ada'],
      [30.5, 'visit', 'ada'],
      [120, 'renew', 'ada'],
      [130, 'tap', 'ada'],
      [240, 'renew', 'ada'],
      [300, 'leave', 'ada'],
    ]);
    expect(events[0]?.source).toBe('google / cpc');
  });

  it('a visitor who left at once: first that they came', async () => {
    const events = await trace({ sessions: [session('ada', NOON)] });
    expect(events.map(({ type }) => type)).toEqual(['visit', 'leave']);
  });

  const sessions = [session('a', NOON), session('b', NOON + HOUR), session('c', NOON + 3 * HOUR)];
  const call = { startedAt: NOON + 2 * HOUR, number: NUMBERS[0], caller: null };
  const callIn = (events: readonly TraceEvent[]) => events.find(({ type }) => type === 'call');

  it('a call of which nothing is known dials what the number’s last visitor is shown', async () => {
    expect(callIn(await trace({ sessions, calls: [call] }))).toMatchObject({
      known: false,
      cause: null,
      number_of: 'b',
      dial: null,
    });
  });

  it('also of one who was shown the number later in a session', async () => {
    const others = sessions.map((each) => ({ ...each, number: null }));
    const leases = [{ number: NUMBERS[0], visitorId: 'a', startedAt: NOON + 1.5 * HOUR }];
    expect(callIn(await trace({ sessions: others, leases, calls: [call] }))).toMatchObject({
      number_of: 'a',
    });
  });

  it('a call of which it is known who made it', async () => {
    const event = callIn(await trace({ sessions, calls: [{ ...call, cause: 'a' }] }));
    expect(event).toMatchObject({ cause: 'a', number_of: null, dial: null });
    expect(event).not.toHaveProperty('known');
  });

  it('a call of which it is known that no visitor made it', async () => {
    const event = callIn(await trace({ sessions, calls: [{ ...call, cause: null }] }));
    expect(event).toMatchObject({ cause: null, number_of: 'b' });
    expect(event).not.toHaveProperty('known');
  });

  it('a call to a number that nobody had been shown by then', async () => {
    const early = { ...call, startedAt: NOON - HOUR, number: NUMBERS[1] };
    expect(callIn(await trace({ sessions, calls: [early] }))).toMatchObject({
      number_of: null,
      dial: 0.75,
    });
  });

  it('can be replayed', async () => {
    const calls = [call, { ...call, startedAt: NOON + 4 * HOUR, cause: 'c' }];
    const figures = figuresOf('zar', await trace({ sessions, calls }));
    expect(figures).toMatchObject({
      visitors: 3,
      calls: 2,
      matched: { share: 1, correct: 1 },
    });
  });
});

it('is in the order of time, and tells all, whatever happened', async () => {
  const anySession = fc
    .record({
      visitorId: fc.constantFrom('ada', 'bob'),
      start: fc.nat(3_600),
      stay: fc.nat(3_600),
      steps: fc.array(
        fc.record({
          type: fc.constantFrom('page', 'tap'),
          after: fc.integer({ min: 1, max: 3_600 }),
        }),
        { maxLength: 5 },
      ),
    })
    .map(({ visitorId, start, stay, steps }) => {
      const startedAt = NOON + start * SECOND;
      const journey = steps.map(({ type, after }) => ({ type, at: startedAt + after * SECOND }));
      return session(visitorId, startedAt, { lastSeenAt: startedAt + stay * SECOND, journey });
    });
  const anyCall = fc
    .nat(7_200)
    .map((at) => ({ startedAt: NOON + at * SECOND, number: NUMBERS[0], caller: null }));
  const byStart = (a: { startedAt: number }, b: { startedAt: number }) => a.startedAt - b.startedAt;
  await fc.assert(
    fc.asyncProperty(fc.array(anySession), fc.array(anyCall), async (sessions, calls) => {
      const events = await trace({
        sessions: sessions.toSorted(byStart),
        calls: calls.toSorted(byStart),
      });
      const times = events.map(({ t }) => t);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      const count = (wanted: string) => events.filter(({ type }) => type === wanted).length;
      expect(count('leave')).toBe(sessions.length);
      expect(count('call')).toBe(calls.length);
      const taps = sessions.flatMap(({ journey }) => journey.filter(({ type }) => type === 'tap'));
      expect(count('tap')).toBe(taps.length);
    }),
  );
});

it.each([
  ['on a Monday at midnight', MONDAY, 0, MONDAY],
  ['just before', MONDAY - 1, 0, MONDAY - 7 * DAY],
  ['on a Sunday evening in London, a Monday in Paris', MONDAY - HOUR / 2, HOUR, MONDAY - HOUR],
])('the week begins %s', (_, at, offset, expected) => {
  expect(mondayBefore(at, offset)).toBe(expected);
});
