import { type Curve, callRate, type Hour, hourOf } from './curve.ts';
import { type GroupTally, tallyGroups } from './group-tally.ts';
import type { Ledger } from './ledger.ts';
import { timesOf } from './times.ts';
import { DAY_CELLS } from './week.ts';

/** The parts of a curve that a call may be owed to, at any hour alike. */
export const PARTS = ['age', 'onSite', 'away', 'tap'] as const;
export type Part = (typeof PARTS)[number];

/** How many calls were owed to what, as far as is known: calls are divided up. */
export type Tally = Readonly<
  Record<Part | 'later' | 'hours' | 'laterHours' | 'days', Float64Array>
> & {
  readonly groups: GroupTally;
  /** Calls of people who had not called before. */
  readonly fresh: number;
  readonly passedOn: number;
  readonly wrong: number;
  /** How well the curve explains the calls: the logarithm of their likelihood, but for the calls that did not come. */
  readonly fit: number;
};

const USUAL_ONLY = { usual: 1, later: 0 };
const LATER_ONLY = { usual: 0, later: 1 };

/** Divides every call among all that it may be owed to, if the curve is right. */
export function explainCalls(curve: Curve, ledger: Ledger): Tally {
  const { kinds, starts, kindOf, weights } = ledger;
  const times = kinds.map((kind) => timesOf(curve, kind));
  const ratesIn = (hour: Hour) =>
    Float64Array.from(kinds, (kind, at) => callRate(curve, kind, hour) * (times[at] as number));
  const usualRates = ratesIn(USUAL_ONLY);
  const laterRates = ratesIn(LATER_ONLY);
  // What a call is owed to, by kind of visit: to be multiplied by the rate of that kind.
  const usualOwed = new Float64Array(kinds.length);
  const laterOwed = new Float64Array(kinds.length);
  const hours = new Float64Array(DAY_CELLS);
  const laterHours = new Float64Array(DAY_CELLS);
  const days = new Float64Array(7);
  const groups = tallyGroups(kinds);
  let fresh = 0;
  let allPassedOn = 0;
  let allWrong = 0;
  let fit = 0;

  for (let call = 0; call < ledger.calls; call++) {
    const cell = ledger.cells[call] as number;
    const hour = hourOf(curve, cell);
    const from = starts[call] as number;
    const to = starts[call + 1] as number;
    let usual = 0;
    let later = 0;
    for (let row = from; row < to; row++) {
      const kind = kindOf[row] as number;
      const weight = weights[row] as number;
      usual += (usualRates[kind] as number) * weight;
      later += (laterRates[kind] as number) * weight;
    }
    const anybody = (ledger.strangers[call] as number) * hour.usual;
    const wrong = curve.wrong * anybody;
    const passedOn = curve.passedOn * (ledger.passable[call] as number) * anybody;
    const total =
      usual * hour.usual + later * hour.later + wrong + passedOn + (ledger.redials[call] as number);
    if (!(total > 0)) continue;

    const usualShare = hour.usual / total;
    const laterShare = hour.later / total;
    for (let row = from; row < to; row++) {
      const kind = kindOf[row] as number;
      const weight = weights[row] as number;
      usualOwed[kind] = (usualOwed[kind] as number) + weight * usualShare;
      laterOwed[kind] = (laterOwed[kind] as number) + weight * laterShare;
      const theirs =
        (usualRates[kind] as number) * usualShare + (laterRates[kind] as number) * laterShare;
      groups.owe(kind, theirs * weight);
    }
    groups.endCall();
    add(hours, cell % DAY_CELLS, usual * usualShare);
    add(laterHours, cell % DAY_CELLS, later * laterShare);
    add(days, Math.floor(cell / DAY_CELLS), usual * usualShare + later * laterShare);
    allWrong += wrong / total;
    // Somebody known who rings again says little of when people ring first.
    if ((ledger.strangers[call] as number) < 1) continue;
    fresh += 1;
    allPassedOn += passedOn / total;
    fit += Math.log(total);
  }

  const byPart = {
    age: new Float64Array(curve.age.length),
    onSite: new Float64Array(curve.onSite.length),
    away: new Float64Array(curve.away.length),
    tap: new Float64Array(curve.tap.length),
    later: new Float64Array(curve.later.length),
  };
  for (const [index, kind] of kinds.entries()) {
    const usual = (usualOwed[index] as number) * (times[index] as number);
    const later = (laterOwed[index] as number) * (times[index] as number);
    for (const part of PARTS) add(byPart[part], kind[part], (curve[part][kind[part]] ?? 0) * usual);
    add(byPart.later, kind.later, (curve.later[kind.later] ?? 0) * later);
  }
  return {
    ...byPart,
    groups: groups.tally,
    fresh,
    hours,
    laterHours,
    days,
    passedOn: allPassedOn,
    wrong: allWrong,
    fit,
  };
}

function add(sums: Float64Array, at: number, value: number): void {
  if (at >= 0) sums[at] = (sums[at] as number) + value;
}
