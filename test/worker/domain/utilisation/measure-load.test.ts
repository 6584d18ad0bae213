import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../../../worker/domain/time.ts';
import { measureLoad } from '../../../../worker/domain/utilisation/measure-load.ts';
import { addShards, type UseSpan } from '../../../../worker/domain/utilisation/pool-use.ts';
import { hours, NOON, poolHour } from './make-hour.ts';

const pool = { holdSeconds: 300 };

function measure(use: UseSpan[], until = NOON + 100 * HOUR) {
  const load = measureLoad(use, pool, until);
  if (typeof load === 'string') throw new Error(load);
  return load;
}

describe('the hour to size for', () => {
  it('is the one with the most arrivals', () => {
    const told = hours(
      { arrivals: 3, reused: 1 },
      { hour: NOON + HOUR, arrivals: 9 },
      { hour: NOON + 2 * HOUR, arrivals: 4 },
    );
    expect(measure(told).busiest).toEqual({ at: NOON + HOUR, arrivals: 9 });
  });

  it('counts the arrivals of all shards', () => {
    const shards = [poolHour({ arrivals: 3, reused: 1 }), poolHour({ arrivals: 4 })];
    expect(measure(addShards(shards)).busiest.arrivals).toBe(7);
  });

  it('may be the one that 95 of 100 did not exceed', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => ({
      hour: NOON + index * HOUR,
      arrivals: 100 - index,
      reused: 1,
    }));
    expect(measure(hours(...hundred)).p95.arrivals).toBe(95);
  });

  it('is looked for among hours in which somebody came', () => {
    const nights = Array.from({ length: 50 }, (_, index) => ({ hour: NOON - index * HOUR }));
    expect(measure(hours(...nights.slice(1), { arrivals: 8, reused: 1 })).p95.arrivals).toBe(8);
  });
});

describe('how long a number is kept', () => {
  it('is the mean of all leases whose number was leased again', () => {
    const told = hours(
      { arrivals: 5, reused: 3, heldMs: 900_000 },
      { hour: NOON + HOUR, arrivals: 1, reused: 1, heldMs: 1_100_000 },
    );
    expect(measure(told)).toMatchObject({ holdSeconds: 500, holdFrom: 'leases' });
  });

  it('follows from how many were held at once while none was leased again', () => {
    // Whoever came found two numbers held.
    const told = hours({ arrivals: 6, own: 6, samples: 4, heldSum: 8 });
    expect(measure(told)).toMatchObject({ holdSeconds: 1_200, holdFrom: 'concurrency' });
  });

  it('heeds that the last hour is not over', () => {
    const told = hours({ arrivals: 6, own: 6, samples: 4, heldSum: 8 });
    expect(measure(told, NOON + 30 * MINUTE).holdSeconds).toBe(600);
  });

  it('leaves out hours in which nothing was counted', () => {
    const told = hours(
      { arrivals: 6, own: 6, samples: 4, heldSum: 8 },
      { hour: NOON + HOUR, arrivals: 6, own: 6 },
    );
    expect(measure(told).holdSeconds).toBe(1_200);
  });

  it('is inferred from what arrivals found, not from what those without a number added', () => {
    const told = hours({ arrivals: 12, own: 6, none: 6, samples: 4, heldSum: 8 });
    expect(measure(told).holdSeconds).toBe(1_200);
  });

  it('is the hold time at least, where it is inferred', () => {
    const told = hours({ arrivals: 60, own: 60, samples: 10, heldSum: 10 });
    expect(measure(told).holdSeconds).toBe(300);
  });
});

describe('the load is not known', () => {
  it('where nobody came', () => {
    expect(measureLoad([], pool, NOON)).toBe('no_arrivals');
    expect(measureLoad(hours({}), pool, NOON + HOUR)).toBe('no_arrivals');
  });

  it('where nobody got a number of their own', () => {
    const told = hours({ arrivals: 5, none: 5, samples: 5 });
    expect(measureLoad(told, pool, NOON + HOUR)).toBe('none_held');
  });
});
