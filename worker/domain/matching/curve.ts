import type { Times } from './times.ts';
import type { Traits } from './traits.ts';
import { DAY_CELLS } from './week.ts';

/**
 * How likely a visitor of a site is to ring, second by second: the sum of what each trait adds, in calls
 * per second of one visitor. Arrays are by the bins of `Traits`.
 */
export type Curve = Times & {
  /** How many calls it was learned from. */
  readonly calls: number;
  readonly age: readonly number[];
  readonly onSite: readonly number[];
  readonly away: readonly number[];
  readonly tap: readonly number[];
  readonly later: readonly number[];
  /** How much more or less is rung in each half hour of the day and on each day of the week: 1 on average. */
  readonly hours: readonly number[];
  readonly days: readonly number[];
  /** The half hours of those who ring `later`, as when a business opens. */
  readonly laterHours: readonly number[];
  /** Share of the visits whose number is passed on to somebody who calls. */
  readonly passedOn: number;
  /** Calls per second to one number that no visit has to do with. */
  readonly wrong: number;
  /** Calls per second of one caller, by the time since their last call. */
  readonly redial: readonly number[];
};

/** What the time of a call says, whoever makes it. */
export type Hour = { readonly usual: number; readonly later: number };

/** @param cell half hour of the week. */
export function hourOf({ hours, days, laterHours }: Omit<Curve, 'calls'>, cell: number): Hour {
  const day = days[Math.floor(cell / DAY_CELLS)] as number;
  const half = cell % DAY_CELLS;
  return { usual: (hours[half] as number) * day, later: (laterHours[half] as number) * day };
}

/** Calls per second that a visitor with these traits makes. */
export function callRate(curve: Curve, traits: Traits, hour: Hour): number {
  const { age, onSite, away, tap, later } = traits;
  let rate = curve.age[age] as number;
  if (onSite >= 0) rate += curve.onSite[onSite] as number;
  if (away >= 0) rate += curve.away[away] as number;
  if (tap >= 0) rate += curve.tap[tap] as number;
  rate *= hour.usual;
  if (later >= 0) rate += (curve.later[later] as number) * hour.later;
  return rate;
}
