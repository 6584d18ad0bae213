import { DAY, type EpochMs, MINUTE } from '../time.ts';

/** People call when a business is open: half hours of a week, from Monday midnight on (UTC). */
export const HALF_HOUR = 30 * MINUTE;
export const DAY_CELLS = DAY / HALF_HOUR;
export const WEEK_CELLS = 7 * DAY_CELLS;

/** 1970-01-01 was a Thursday. */
const THURSDAY = 3 * DAY_CELLS;

/** The half hour of the week of a time. */
export function weekCellOf(at: EpochMs): number {
  return (Math.floor(at / HALF_HOUR) + THURSDAY) % WEEK_CELLS;
}
