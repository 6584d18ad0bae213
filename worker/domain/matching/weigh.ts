import { type Curve, callRate, hourOf } from './curve.ts';
import type { Evidence } from './evidence.ts';
import { PASSED_ON_DELAY } from './prior-curve.ts';
import { timesOf } from './times.ts';

/** How much each explanation of a call weighs, in calls per second. */
export type Weights = {
  /** One for each suspect. */
  readonly suspects: readonly number[];
  /** A visitor before those. */
  readonly earlier: number;
  /** Somebody whom no visit brought: the number was passed on to them, or they dialled it by mistake. */
  readonly stranger: number;
  readonly total: number;
};

/** As long as so few calls have been learned from, nobody is called certain who has not tapped the number. */
const NEW_SITE = 200;
const DOUBT = 0.02;

export function weigh(curve: Curve, evidence: Evidence): Weights {
  const { cell, stranger } = evidence;
  const hour = hourOf(curve, cell);
  let mayHavePassedOn = 0;
  let untapped = 0;
  const suspects = evidence.suspects.map((suspect) => {
    const { traits, mayBe, redials } = suspect;
    let rate = 0;
    let tapped = false;
    for (const each of traits) {
      rate += callRate(curve, each, hour);
      tapped ||= each.tap >= 0;
      mayHavePassedOn += PASSED_ON_DELAY[each.age] as number;
    }
    const weight = rate * timesOf(curve, suspect) * mayBe + redials;
    if (!tapped) untapped += weight;
    return weight;
  });
  let earlier = evidence.unseenRedials;
  for (const [bin, visitors] of (evidence.earlier ?? []).entries()) {
    const rate = (curve.age[bin] as number) + (curve.away[bin] as number);
    earlier += visitors * rate * hour.usual * stranger.mayBe;
    mayHavePassedOn += visitors * (PASSED_ON_DELAY[bin] as number);
  }
  const anybody = (curve.passedOn * mayHavePassedOn + curve.wrong) * hour.usual;
  const doubt = DOUBT * Math.max(0, 1 - curve.calls / NEW_SITE);
  const strange = anybody * stranger.mayBe + stranger.redials + doubt * untapped;
  const total = suspects.reduce((sum, weight) => sum + weight, earlier + strange);
  return { suspects, earlier, stranger: strange, total };
}
