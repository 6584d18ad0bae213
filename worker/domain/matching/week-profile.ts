import type { Hour } from './curve.ts';
import { DAY_CELLS, WEEK_CELLS } from './week.ts';

/** How calls spread over a week: by half hour of the day, by day. 1 on average. */
export type WeekProfile = {
  readonly hours: readonly number[];
  readonly laterHours: readonly number[];
  readonly days: readonly number[];
};

/** Calls that came, by half hour of the day and by day. */
type Came = Readonly<Record<'hours' | 'laterHours' | 'days', Float64Array>>;

/** Calls that would have come in each half hour of the week, were all alike. */
export type Alike = { readonly usual: Float64Array; readonly later: Float64Array };

/** So many more calls as expected, and as many more calls, are added to each: little says nothing. */
const HOUR_CALLS = 1;
const DAY_CALLS = 20;

/** @param before the profile so far. */
export function learnWeek(came: Came, alike: Alike, before: WeekProfile): WeekProfile {
  const hours = withoutPeaks(ratios(came.hours, byHour(alike.usual, before.days), HOUR_CALLS));
  const laterHours = ratios(came.laterHours, byHour(alike.later, before.days), HOUR_CALLS);
  const expected = new Array<number>(7).fill(0);
  for (let cell = 0; cell < WEEK_CELLS; cell++) {
    const day = Math.floor(cell / DAY_CELLS);
    const half = cell % DAY_CELLS;
    expected[day] =
      (expected[day] as number) +
      (alike.usual[cell] as number) * (hours[half] as number) +
      (alike.later[cell] as number) * (laterHours[half] as number);
  }
  const days = ratios(came.days, expected, DAY_CALLS);
  return { hours: evened(hours), laterHours: evened(laterHours), days: evened(days) };
}

/** Calls that are expected over the week, each half hour as it is. */
export function expectedCalls(alike: Alike, hourAt: (cell: number) => Hour): Hour {
  let usual = 0;
  let later = 0;
  for (let cell = 0; cell < WEEK_CELLS; cell++) {
    const hour = hourAt(cell);
    usual += (alike.usual[cell] as number) * hour.usual;
    later += (alike.later[cell] as number) * hour.later;
  }
  return { usual, later };
}

function byHour(cells: Float64Array, days: readonly number[]): number[] {
  const sums = new Array<number>(DAY_CELLS).fill(0);
  for (const [cell, value] of cells.entries()) {
    const half = cell % DAY_CELLS;
    sums[half] = (sums[half] as number) + value * (days[Math.floor(cell / DAY_CELLS)] as number);
  }
  return sums;
}

function ratios(came: Float64Array, expected: readonly number[], known: number): number[] {
  return expected.map((value, at) => ((came[at] as number) + known) / (value + known));
}

/** A peak is made by those who waited for the hour, not by all who might have called. */
function withoutPeaks(values: readonly number[]): number[] {
  const usual = values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.7)] as number;
  return values.map((value) => Math.min(value, usual));
}

function evened(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value / mean);
}
