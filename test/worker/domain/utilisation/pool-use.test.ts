import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../../../worker/domain/time.ts';
import {
  addHours,
  addShards,
  bySpan,
  meanCoolDownSeconds,
  meanHoldSeconds,
} from '../../../../worker/domain/utilisation/pool-use.ts';
import { hours, NOON, poolHour } from './make-hour.ts';

describe('shards of one hour', () => {
  const shards = [
    poolHour({ numbers: 6, arrivals: 5, own: 4, shared: 1, samples: 2, heldSum: 6, heldPeak: 4 }),
    poolHour({ numbers: 4, arrivals: 1, own: 1, samples: 1, heldSum: 1, heldPeak: 1 }),
  ];

  it('are one hour of the pool', () => {
    expect(addShards(shards)).toMatchObject([{ at: NOON, numbers: 10, arrivals: 6, own: 5 }]);
  });

  it('add their means, not their samples', () => {
    expect(addShards(shards)[0]?.meanHeld).toBe(4);
  });

  it('add their peaks, which bounds that of the pool', () => {
    expect(addShards(shards)[0]?.heldPeak).toBe(5);
  });

  it('where nothing was counted tell no mean', () => {
    expect(hours({ arrivals: 1 })[0]?.meanHeld).toBeNull();
  });

  it('keep the order of time, oldest first', () => {
    const told = hours({ hour: NOON }, { hour: NOON - HOUR }, { hour: NOON + HOUR });
    expect(told.map(({ at }) => at)).toEqual([NOON - HOUR, NOON, NOON + HOUR]);
  });
});

describe('hours together', () => {
  const day = hours(
    {
      arrivals: 5,
      reused: 2,
      heldMs: 600_000,
      restMs: 60_000,
      samples: 2,
      heldSum: 6,
      heldPeak: 4,
    },
    { hour: NOON + HOUR, numbers: 12, arrivals: 1, reused: 1, heldMs: 300_000, heldPeak: 1 },
    { hour: NOON + 2 * HOUR, arrivals: 2, samples: 10, heldSum: 10, heldPeak: 1 },
  );

  it('add what they count', () => {
    expect(addHours(day)).toMatchObject({ arrivals: 8, reused: 3, heldMs: 900_000 });
  });

  it('have the peak of the hour with the most, and its numbers', () => {
    expect(addHours(day)).toMatchObject({ heldPeak: 4, numbers: 12 });
  });

  it('count alike for the mean, however often each was sampled', () => {
    expect(addHours(day).meanHeld).toBe(2);
  });

  it('tell how long a number was kept, and how long it rested', () => {
    expect([meanHoldSeconds(addHours(day)), meanCoolDownSeconds(addHours(day))]).toEqual([300, 20]);
  });

  it('tell neither where no number was leased again', () => {
    const [hour] = hours({ arrivals: 3, own: 3 });
    expect(hour && [meanHoldSeconds(hour), meanCoolDownSeconds(hour)]).toEqual([null, null]);
  });

  it('that are none are no use', () => {
    expect(addHours([])).toMatchObject({ arrivals: 0, numbers: 0, meanHeld: null, heldPeak: 0 });
  });
});

describe('spans', () => {
  it('begin at midnight where they are days', () => {
    const days = bySpan(hours({ arrivals: 1 }, { hour: NOON + 13 * HOUR, arrivals: 2 }), DAY);
    const midnight = NOON - 12 * HOUR;
    expect(days).toMatchObject([
      { at: midnight, arrivals: 1 },
      { at: midnight + DAY, arrivals: 2 },
    ]);
  });

  it('lose nothing and invent nothing', () => {
    const anyHours = fc.array(
      fc.record({ hour: fc.nat(100).map((hour) => hour * HOUR), arrivals: fc.nat(50) }),
    );
    const property = fc.property(anyHours, fc.constantFrom(HOUR, DAY), (rows, length) => {
      const told = hours(...rows);
      expect(addHours(bySpan(told, length)).arrivals).toBe(addHours(told).arrivals);
    });
    fc.assert(property);
  });
});
