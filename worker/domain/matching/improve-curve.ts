import { SECOND } from '../time.ts';
import { type Curve, hourOf } from './curve.ts';
import type { Experience } from './experience.ts';
import { PARTS, type Part, type Tally } from './explain-calls.ts';
import type { Exposure } from './exposure.ts';
import { learnTimes } from './learn-times.ts';
import { BIN_STARTS } from './log-bins.ts';
import { PASSED_ON_DELAY, PASSED_ON_SHARE } from './prior-curve.ts';
import { type Smoothing, smoothedRates } from './smoothed-rates.ts';
import { PARTS_OF_DAY } from './traits.ts';
import { WEEK_CELLS } from './week.ts';
import { type Alike, expectedCalls, learnWeek } from './week-profile.ts';

/** What comes in seconds and minutes fades smoothly; what hangs on the day hardly does. */
const FADING: Smoothing = { strength: 2 };
const DAILY: Smoothing = { strength: 0.3, row: PARTS_OF_DAY };

/** No more calls than this, as a share of those that came, are expected of numbers passed on. */
const MOST_PASSED_ON = 2 * PASSED_ON_SHARE;

/**
 * The curve that is right if the calls were owed to what the tally says.
 *
 * @param laterCost calls that are not taken to be owed to `later`, whatever the tally says.
 */
export function improveCurve(
  curve: Curve,
  prior: Curve,
  tally: Tally,
  { calls, exposure, visits, numberSeconds }: Experience,
  laterCost: number,
): Curve {
  const hours = Array.from({ length: WEEK_CELLS }, (_, cell) => hourOf(curve, cell));
  const usual = Float64Array.from(hours, (hour) => hour.usual);
  const rates = {} as Record<Part, number[]>;
  for (const part of PARTS) {
    const seconds = weighted(exposure[part], usual);
    rates[part] = smoothedRates(tally[part], seconds, prior[part], curve[part], FADING);
  }
  const laterSeconds = weighted(
    exposure.later,
    Float64Array.from(hours, (hour) => hour.later),
  );
  const later = smoothedRates(tally.later, laterSeconds, prior.later, curve.later, DAILY);

  const alike = alikeOf(exposure, rates, later);
  const week = learnWeek(tally, alike, curve);
  // Hours were made 1 on average, and lost their peaks: the rates take it up, so that no call is lost.
  const expected = expectedCalls(alike, (cell) => hourOf({ ...curve, ...week }, cell));
  const more = (sum(tally.hours) + 1) / (expected.usual + 1);
  const moreLater = (Math.max(0, sum(tally.laterHours) - laterCost) + 1) / (expected.later + 1);

  const passable = dot(weighted(exposure.age, usual), PASSED_ON_DELAY);
  // On a young site most of what is passed on has yet to lead to a call.
  const ripe = Math.min(1, passable / (visitsBegun(exposure) + 1));
  return {
    calls: calls.length,
    age: rates.age.map((rate) => rate * more),
    onSite: rates.onSite.map((rate) => rate * more),
    away: rates.away.map((rate) => rate * more),
    tap: rates.tap.map((rate) => rate * more),
    later: later.map((rate) => rate * moreLater),
    ...week,
    ...learnTimes(tally.groups, curve, prior, visits),
    // Calls alone do not tell a number passed on from a late call: the share stays as it is believed,
    // but for those that would have to have come at times when nobody called.
    passedOn: Math.min(
      (curve.passedOn * PASSED_ON_SHARE * ripe * tally.fresh + 1e-9) / (tally.passedOn + 1e-3),
      (MOST_PASSED_ON * tally.fresh + 1) / (passable + 1),
    ),
    wrong: (tally.wrong + 1) / (numberSeconds + 1 / prior.wrong),
    redial: curve.redial,
  };
}

/** While calls were looked for: each visit is in the first bin of its age for as long as that is. */
function visitsBegun({ age }: Exposure): number {
  return sum(age.subarray(0, WEEK_CELLS)) / ((BIN_STARTS[1] as number) / SECOND);
}

/** Calls that were to be expected while they were looked for. */
export function expectedOf(
  curve: Curve,
  { exposure, numberSeconds }: Pick<Experience, 'exposure' | 'numberSeconds'>,
): number {
  const alike = alikeOf(exposure, curve, curve.later);
  const { usual, later } = expectedCalls(alike, (cell) => hourOf(curve, cell));
  return usual + later + curve.wrong * numberSeconds;
}

function alikeOf(
  exposure: Exposure,
  rates: Readonly<Record<Part, readonly number[]>>,
  later: readonly number[],
): Alike {
  const alike = { usual: new Float64Array(WEEK_CELLS), later: new Float64Array(WEEK_CELLS) };
  for (const part of PARTS) addCalls(alike.usual, exposure[part], rates[part]);
  addCalls(alike.later, exposure.later, later);
  return alike;
}

function addCalls(sums: Float64Array, cells: Float64Array, rates: readonly number[]): void {
  for (const [bin, rate] of rates.entries()) {
    const row = bin * WEEK_CELLS;
    for (let cell = 0; cell < WEEK_CELLS; cell++) {
      sums[cell] = (sums[cell] as number) + (cells[row + cell] as number) * rate;
    }
  }
}

/** Seconds by bin, each half hour counting for as much as is rung in it. */
function weighted(cells: Float64Array, weights: Float64Array): number[] {
  return Array.from({ length: cells.length / WEEK_CELLS }, (_, bin) => {
    let seconds = 0;
    for (let cell = 0; cell < WEEK_CELLS; cell++) {
      seconds += (cells[bin * WEEK_CELLS + cell] as number) * (weights[cell] as number);
    }
    return seconds;
  });
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((total, value, at) => total + value * (b[at] as number), 0);
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
