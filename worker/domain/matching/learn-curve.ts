import { SECOND } from '../time.ts';
import type { Curve } from './curve.ts';
import type { Experience } from './experience.ts';
import { explainCalls } from './explain-calls.ts';
import { expectedOf, improveCurve } from './improve-curve.ts';
import { layOut } from './ledger.ts';
import { BIN_STARTS, binOf } from './log-bins.ts';
import { mixCurves } from './mix-curves.ts';
import { PRIOR_CURVE, PRIOR_CURVES } from './prior-curve.ts';
import { type Smoothing, smoothedRates } from './smoothed-rates.ts';
import { LATER_COUNT } from './traits.ts';
import { toldApart } from './visit-counts.ts';

/** Enough to come near; many more would take chance for a pattern. */
const ROUNDS = 40;

/**
 * `later` is so free that it can explain what is chance: in the end it has to explain so many calls more than are expected
 * of it, half as many as it has bins (M. Figueiredo and A. Jain, "Unsupervised learning of finite mixture models", 2002).
 */
const LATER_COST = LATER_COUNT / 2;

const REDIALS: Smoothing = { strength: 2 };

/** Fits are told apart less sharply than if the curve could be exactly right: by the e-th part in so many. */
const TEMPERATURE = 12;

/**
 * The curve that best explains when people called, though nobody says who did: expectation maximisation
 * over every way in which each call may have come about (A. P. Dempster et al., "Maximum likelihood from
 * incomplete data via the EM algorithm", 1977), smoothed in each round as in P. J. Green, "On use of
 * the EM algorithm for penalized likelihood estimation" (1990).
 *
 * Each second in which a visitor might have rung counts, calls or not, and every holder of a number stays
 * in question, so that to lease a number to somebody else makes the curve neither shorter nor longer.
 *
 * Begun from several curves; each then counts for as much as it explains better than the others. The same
 * experience gives the same curve, in whatever order it was made.
 */
export function learnCurve(experience: Experience): Curve {
  const rounds = learningRounds(experience);
  for (;;) {
    const { done, value } = rounds.next();
    if (done) return value;
  }
}

/** The same in parts, for a caller that has something else to do in between: some hundred rounds. */
export function* learningRounds(experience: Experience): Generator<undefined, Curve> {
  const ledger = layOut(experience.calls, toldApart(experience.visits));
  const learned: { readonly curve: Curve; readonly fit: number }[] = [];
  for (const prior of PRIOR_CURVES) {
    let curve = prior;
    for (let round = 0; round < ROUNDS; round++) {
      const cost = round < ROUNDS / 2 ? 0 : LATER_COST;
      curve = improveCurve(curve, prior, explainCalls(curve, ledger), experience, cost);
      yield;
    }
    const { fit } = explainCalls(curve, ledger);
    learned.push({ curve, fit: fit - expectedOf(curve, experience) });
  }
  const best = Math.max(...learned.map(({ fit }) => fit));
  const likelihoods = learned.map(({ fit }) => Math.exp((fit - best) / TEMPERATURE));
  const total = likelihoods.reduce((sum, likelihood) => sum + likelihood, 0);
  const mixed = mixCurves(
    learned.map(({ curve }) => curve),
    likelihoods.map((likelihood) => likelihood / total),
  );
  return { ...mixed, redial: learnRedials(experience.redials) };
}

function learnRedials({ after, notYet }: Experience['redials']): Curve['redial'] {
  const calls = new Float64Array(PRIOR_CURVE.redial.length);
  const seconds = new Array<number>(calls.length).fill(0);
  for (const gap of after) calls[binOf(gap)] = (calls[binOf(gap)] as number) + 1;
  for (const gap of [...after, ...notYet]) {
    for (let bin = 0; bin <= binOf(gap); bin++) {
      const end = Math.min(gap, BIN_STARTS[bin + 1] as number);
      seconds[bin] = (seconds[bin] as number) + (end - (BIN_STARTS[bin] as number)) / SECOND;
    }
  }
  let redial = PRIOR_CURVE.redial;
  for (let round = 0; round < ROUNDS; round++) {
    redial = smoothedRates(calls, seconds, PRIOR_CURVE.redial, redial, REDIALS);
  }
  return redial;
}
