import { describe, expect, it } from 'vitest';
import {
  BUSINESSES,
  type BusinessName,
  whenOpen,
} from '../../../../worker/domain/replay/businesses.ts';
import {
  generateTrace,
  type TraceOptions,
} from '../../../../worker/domain/replay/generate-trace.ts';
import { seededRandom } from '../../../../worker/domain/replay/random.ts';
import { traceReader } from '../../../../worker/domain/replay/read-trace.ts';

const NAMES = Object.keys(BUSINESSES) as BusinessName[];
const DAYS = 7;
const PER_HOUR = 30;

function trace(change: Partial<TraceOptions> = {}, business: BusinessName = 'plumber', seed = 1) {
  const options: TraceOptions = {
    business: BUSINESSES[business],
    visitsPerHour: PER_HOUR,
    days: DAYS,
    callShare: 0.1,
    repeatShare: 0.2,
    withheldShare: 0.1,
    returnShare: 0.2,
    passedOnShare: 0.1,
    wrongShare: 0.05,
    taps: true,
    callerIds: true,
    ...change,
  };
  return [...generateTrace(options, seededRandom(seed))];
}

const calls = (events: ReturnType<typeof trace>) => events.filter(({ type }) => type === 'call');

describe.each(NAMES)('a made-up trace of the business %s', (name) => {
  const events = trace({}, name);
  const people = new Set(events.map(({ visitor }) => visitor).filter((who) => who !== null));

  it('is sorted and can be read', () => {
    const read = traceReader();
    const back = events.map((event) => read(JSON.stringify(event)));
    expect(back).toEqual(events.map((event) => ({ ...event, known: true })));
  });

  it('has about as many visitors, calls, and calls by others, as asked', () => {
    const caused = calls(events).filter(({ cause }) => cause !== null).length;
    const passedOn = calls(events).filter(({ number_of }) => number_of !== null).length;
    const wrong = calls(events).filter(({ dial }) => dial !== null).length;
    expect(people.size / (PER_HOUR * 24 * DAYS)).toBeGreaterThan(0.9);
    expect(people.size / (PER_HOUR * 24 * DAYS)).toBeLessThan(1.1);
    // One in ten visits, a fifth again, of those who come back as well; some call after the end.
    const expected = (people.size * 0.1 * 1.2) / 0.8;
    expect(caused / expected).toBeGreaterThan(0.5);
    expect(caused / expected).toBeLessThan(1.1);
    expect(passedOn / expected).toBeGreaterThan(0.05);
    expect(passedOn / expected).toBeLessThan(0.15);
    expect(wrong / expected).toBeGreaterThan(0.02);
    expect(wrong / expected).toBeLessThan(0.1);
  });

  it('has one source for each visitor, and none who does anything before the first visit', () => {
    const sources = new Map<string, string | null>();
    const odd = events.filter(({ visitor, source, type }) => {
      if (visitor === null) return false;
      if (type === 'visit' && !sources.has(visitor)) sources.set(visitor, source);
      return sources.get(visitor) !== source;
    });
    expect(odd).toEqual([]);
  });

  it('has calls only by those who have visited, or have a number from somebody who has', () => {
    const seen = new Set<string>();
    const odd = events.filter(({ visitor, cause, number_of }) => {
      if (visitor !== null) seen.add(visitor);
      const whose = cause ?? number_of;
      return whose !== null && !seen.has(whose);
    });
    expect(odd).toEqual([]);
  });
});

describe('what is asked of a made-up trace', () => {
  it('the same seed makes the same trace, another one another', () => {
    expect(trace()).toEqual(trace());
    expect(trace({}, 'plumber', 2)).not.toEqual(trace());
  });

  it('no taps, no caller ids', () => {
    const events = trace({ taps: false, callerIds: false });
    expect(events.some(({ type }) => type === 'tap')).toBe(false);
    expect(events.some(({ caller }) => caller !== null)).toBe(false);
    expect(trace().some(({ type }) => type === 'tap')).toBe(true);
  });

  it('about as many phones as asked withhold their number', () => {
    const all = calls(trace({ withheldShare: 0.3 }));
    const withheld = all.filter(({ caller }) => caller === null).length / all.length;
    expect(withheld).toBeGreaterThan(0.25);
    expect(withheld).toBeLessThan(0.35);
  });

  it('a phone is one person’s', () => {
    const owners = new Map<string, string>();
    for (const { caller, cause, number_of, dial } of calls(trace())) {
      if (caller === null) continue;
      const owner = `${cause} ${number_of} ${dial}`;
      expect(owners.get(caller) ?? owner).toBe(owner);
      owners.set(caller, owner);
    }
  });

  it('nobody who passes a number on, nor a wrong one, where none are asked for', () => {
    const all = calls(trace({ passedOnShare: 0, wrongShare: 0 }));
    expect(all.every(({ cause }) => cause !== null)).toBe(true);
  });
});

describe('opening hours', () => {
  const HOUR = 3_600;
  const open = { open: [9, 17] } as const;

  it.each([
    ['while it is open: at once', 10 * HOUR, 10 * HOUR],
    ['before: after it opens', 2 * HOUR, 9 * HOUR],
    ['after: the next day', 18 * HOUR, 33 * HOUR],
  ])('somebody calls who wants to %s', (_, wanted, from) => {
    const at = whenOpen(open, seededRandom(1), wanted);
    expect(at).toBeGreaterThanOrEqual(from);
    expect(at).toBeLessThan(from + 4 * HOUR);
  });

  it('of a business that always answers do not matter', () => {
    expect(whenOpen({ open: null }, seededRandom(1), 2 * HOUR)).toBe(2 * HOUR);
  });
});
