import { describe, expect, it } from 'vitest';
import { DAY_CELLS, WEEK_CELLS } from '../../../../worker/domain/matching/week.ts';
import { expectedCalls, learnWeek } from '../../../../worker/domain/matching/week-profile.ts';

const FLAT = {
  hours: new Array<number>(DAY_CELLS).fill(1),
  laterHours: new Array<number>(DAY_CELLS).fill(1),
  days: new Array<number>(7).fill(1),
};
const cells = (value: number) => new Float64Array(WEEK_CELLS).fill(value);
const halfHours = (callsIn: (half: number) => number) =>
  Float64Array.from({ length: DAY_CELLS }, (_, half) => callsIn(half));
const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** What is learned where ten calls were to be expected in each half hour of the day. */
const learn = (came: Partial<Parameters<typeof learnWeek>[0]>) =>
  learnWeek(
    {
      hours: halfHours(() => 10),
      laterHours: halfHours(() => 10),
      days: new Float64Array(7).fill((2 * 10 * DAY_CELLS) / 7),
      ...came,
    },
    { usual: cells(10 / 7), later: cells(10 / 7) },
    FLAT,
  );

describe('the week of a site', () => {
  it('is flat where calls come as visitors do', () => {
    const { hours, laterHours, days } = learn({});
    for (const each of [...hours, ...laterHours, ...days]) expect(each).toBeCloseTo(1, 9);
  });

  it('is flat where nothing is known', () => {
    const nothing = learnWeek(
      {
        hours: new Float64Array(DAY_CELLS),
        laterHours: new Float64Array(DAY_CELLS),
        days: new Float64Array(7),
      },
      { usual: cells(0), later: cells(0) },
      FLAT,
    );
    for (const each of Object.values(nothing).flat()) expect(each).toBeCloseTo(1, 9);
  });

  it('knows when the business is closed, and is 1 on average', () => {
    const { hours } = learn({ hours: halfHours((half) => (half < 16 ? 0 : 10)) });
    expect(mean(hours)).toBeCloseTo(1, 9);
    expect(hours[3]).toBeLessThan((hours[20] ?? 0) / 5);
  });

  it('gives a peak to those who waited for it, not to all', () => {
    const peak = halfHours((half) => (half === 16 ? 200 : 5));
    const { hours, laterHours } = learn({ hours: peak, laterHours: peak });
    expect(hours[16]).toBeCloseTo(hours[20] ?? 0, 9);
    expect(laterHours[16]).toBeGreaterThan(10 * (laterHours[20] ?? 0));
    expect(mean(laterHours)).toBeCloseTo(1, 9);
  });

  it('knows the days on which nobody calls, given enough that might have', () => {
    const daily = (2 * 10 * DAY_CELLS) / 7;
    const { days } = learn({ days: new Float64Array(7).fill(daily).fill(0, 5) });
    expect(days[6]).toBeLessThan((days[0] ?? 0) / 5);
    expect(mean(days)).toBeCloseTo(1, 9);
  });
});

it('calls are expected as each half hour is', () => {
  const alike = { usual: cells(2), later: cells(3) };
  const expected = expectedCalls(alike, (cell) => ({ usual: cell === 0 ? 1 : 0, later: 0.5 }));
  expect(expected).toEqual({ usual: 2, later: 1.5 * WEEK_CELLS });
});
