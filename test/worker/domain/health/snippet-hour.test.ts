import { expect, it } from 'vitest';
import {
  addHealth,
  healthBySpan,
  hourOfReport,
} from '../../../../worker/domain/health/snippet-hour.ts';
import { DAY, HOUR } from '../../../../worker/domain/time.ts';

const NOON = 1_764_072_000_000;
const report = { swapMs: 120, swaps: 3, reverted: 1, errors: 0 };

it('a report counts in the hour it arrives in', () => {
  expect(hourOfReport(report, NOON + 59 * 60_000)).toEqual({
    at: NOON,
    reports: 1,
    swapped: 1,
    swaps: 3,
    reverted: 1,
    errors: 0,
    swapTimes: [0, 0, 1, 0, 0, 0, 0, 0, 0],
  });
});

it('a page view without a swap counts, without a time', () => {
  const hour = hourOfReport({ swapMs: null, swaps: 0, reverted: 0, errors: 2 }, NOON);
  expect(hour).toMatchObject({ reports: 1, swapped: 0, errors: 2 });
  expect(hour.swapTimes.every((count) => count === 0)).toBe(true);
});

it('reports add up', () => {
  const hour = hourOfReport(report, NOON);
  expect(addHealth([hour, hour])).toMatchObject({
    reports: 2,
    swaps: 6,
    swapTimes: [0, 0, 2, 0, 0, 0, 0, 0, 0],
  });
});

it('nothing adds up to nothing', () => {
  expect(addHealth([])).toMatchObject({ reports: 0, swaps: 0 });
});

it('hours of one day are put together, oldest day first', () => {
  const at = (time: number) => hourOfReport(report, time);
  const days = healthBySpan([at(NOON + DAY), at(NOON), at(NOON + HOUR)], DAY);
  expect(days.map((day) => [day.at, day.reports])).toEqual([
    [NOON - 12 * HOUR, 2],
    [NOON + 12 * HOUR, 1],
  ]);
});
