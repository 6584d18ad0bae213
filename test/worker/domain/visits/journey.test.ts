import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  extendJourney,
  JOURNEY_LENGTH,
  JOURNEY_LIMIT,
  type JourneyEntry,
} from '../../../../worker/domain/visits/journey.ts';

function page(id: string, at: number): JourneyEntry {
  return { id, at, type: 'page', url: `https://shop.example/${id}` };
}

/** Pages `from`, `from + 1`, ... each at the time of its number. */
function pages(count: number, from = 0): JourneyEntry[] {
  return Array.from({ length: count }, (_, index) => page(`p${from + index}`, from + index));
}

describe('extending a journey', () => {
  it('adds what is new in the order of time, however late it arrives', () => {
    const journey = [page('a', 1), page('c', 3)];
    const entries = [page('d', 4), page('b', 2)];
    expect(extendJourney(journey, entries).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('keeps the order of arrival of what happened at one time', () => {
    const journey = extendJourney([page('a', 1)], [page('b', 1), page('c', 1)]);
    expect(journey.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('counts what is delivered twice once, and keeps the first delivery', () => {
    const journey = [page('a', 1)];
    expect(extendJourney(journey, [page('a', 9), page('b', 2), page('b', 3)])).toEqual([
      page('a', 1),
      page('b', 2),
    ]);
  });

  it('gives back the very journey where there is nothing new', () => {
    const journey = pages(3);
    expect(extendJourney(journey, journey)).toBe(journey);
    expect(extendJourney(journey, [])).toBe(journey);
  });
});

describe('a journey at its limit', () => {
  it('is kept whole', () => {
    expect(extendJourney([], pages(JOURNEY_LIMIT))).toHaveLength(JOURNEY_LIMIT);
  });

  it('past it loses the middle, not how it began or how it went on last', () => {
    const ids = extendJourney(pages(JOURNEY_LIMIT), pages(10, JOURNEY_LIMIT)).map(({ id }) => id);
    const half = JOURNEY_LIMIT / 2;
    expect(ids).toHaveLength(JOURNEY_LIMIT);
    expect(ids.slice(0, half)).toEqual(pages(half).map(({ id }) => id));
    expect(ids.slice(half)).toEqual(pages(half, half + 10).map(({ id }) => id));
  });
});

describe('a journey of large entries', () => {
  const data = { note: 'x'.repeat(1_000) };
  const events = Array.from({ length: 150 }, (_, index): JourneyEntry => {
    return { id: `e${index}`, at: index, type: 'custom', name: 'note', data };
  });

  it('stays below what one row can hold', () => {
    const journey = extendJourney([], events);
    expect(JSON.stringify(journey).length).toBeLessThanOrEqual(JOURNEY_LENGTH + 2);
    expect(journey.length).toBeGreaterThan(80);
  });

  it('loses the middle too', () => {
    const ids = extendJourney([], events).map(({ id }) => id);
    expect([ids[0], ids.at(-1)]).toEqual(['e0', 'e149']);
  });
});

describe('whatever is delivered, however often', () => {
  const entry = fc
    .record({ id: fc.nat(300).map((id) => `p${id}`), at: fc.nat(1_000) })
    .map(({ id, at }) => page(id, at));
  const deliveries = fc.array(fc.array(entry, { maxLength: 120 }), { maxLength: 6 });
  const journeyOf = (batches: JourneyEntry[][]) =>
    batches.reduce<readonly JourneyEntry[]>(extendJourney, []);

  it('a journey stays in the order of time', () => {
    fc.assert(
      fc.property(deliveries, (batches) => {
        const times = journeyOf(batches).map(({ at }) => at);
        expect(times).toEqual([...times].sort((a, b) => a - b));
      }),
    );
  });

  it('a journey holds nothing twice and no more than its limit', () => {
    fc.assert(
      fc.property(deliveries, (batches) => {
        const journey = journeyOf(batches);
        expect(new Set(journey.map(({ id }) => id)).size).toBe(journey.length);
        expect(journey.length).toBeLessThanOrEqual(JOURNEY_LIMIT);
      }),
    );
  });

  it('a journey within its limit holds all that came', () => {
    fc.assert(
      fc.property(fc.array(fc.array(entry, { maxLength: 30 }), { maxLength: 6 }), (batches) => {
        const ids = new Set(journeyOf(batches).map(({ id }) => id));
        expect(ids).toEqual(new Set(batches.flat().map(({ id }) => id)));
      }),
    );
  });

  it('the first entry of a journey stays the first', () => {
    fc.assert(
      fc.property(deliveries, (batches) => {
        const began = page('began', -1);
        expect(batches.reduce<readonly JourneyEntry[]>(extendJourney, [began])[0]).toBe(began);
      }),
    );
  });
});
