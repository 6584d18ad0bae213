import fc from 'fast-check';
import type { Curve } from '../../../../worker/domain/matching/curve.ts';
import type { Experience } from '../../../../worker/domain/matching/experience.ts';
import { explainCalls } from '../../../../worker/domain/matching/explain-calls.ts';
import { exposureOf } from '../../../../worker/domain/matching/exposure.ts';
import { gatherEvidence } from '../../../../worker/domain/matching/gather-evidence.ts';
import { improveCurve } from '../../../../worker/domain/matching/improve-curve.ts';
import { layOut } from '../../../../worker/domain/matching/ledger.ts';
import { PRIOR_CURVE, PRIOR_CURVES } from '../../../../worker/domain/matching/prior-curve.ts';
import { countVisits, toldApart } from '../../../../worker/domain/matching/visit-counts.ts';
import { DAY, MINUTE } from '../../../../worker/domain/time.ts';
import { anyKnown, anyWhile } from './any-call.ts';
import { NOW, rung } from './make-call.ts';

/** Each number of a curve. */
export function valuesOf(curve: Curve): number[] {
  const { calls, passedOn, wrong, sources, devices, ...parts } = curve;
  const times = [sources, devices].flatMap((each) => Object.values(each));
  return [calls, passedOn, wrong, ...times, ...Object.values(parts).flat()];
}

/** By how much of themselves the values of two curves of the same sources and devices differ at most. */
export function furthest(a: Curve, b: Curve): number {
  const inOrder = (times: Curve['sources']) =>
    Object.fromEntries(Object.entries(times).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  const sorted = ({ sources, devices, ...rest }: Curve): Curve => ({
    ...rest,
    sources: inOrder(sources),
    devices: inOrder(devices),
  });
  const others = valuesOf(sorted(b));
  return Math.max(
    ...valuesOf(sorted(a)).map((value, at) => {
      const other = others[at] ?? Number.NaN;
      return value === other ? 0 : Math.abs(value - other) / Math.max(value, other);
    }),
  );
}

/** Calls of which anything may be known: none, few, or many in one half hour. */
export const anyExperience: fc.Arbitrary<Experience> = fc
  .record({
    known: fc.array(anyKnown, { maxLength: 6 }),
    /** How often each of these calls came. */
    times: fc.constantFrom(1, 1, 30),
    apart: fc.constantFrom(0, MINUTE, DAY),
    lookedAt: anyWhile,
    scale: fc.constantFrom(1, 50),
    gaps: fc.array(anyWhile, { maxLength: 5 }),
  })
  .map(({ known, times, apart, lookedAt, scale, gaps }) => {
    const holders = known.flatMap((each) => each.holders);
    const calls = known.flatMap((each, index) =>
      new Array(times).fill(gatherEvidence(rung({ at: NOW + index * apart }), each, PRIOR_CURVE)),
    );
    return {
      calls,
      exposure: exposureOf(holders, NOW - lookedAt, NOW, scale),
      visits: countVisits(holders).map((each) => ({ ...each, visits: each.visits * scale })),
      numberSeconds: (lookedAt / 1_000) * scale,
      redials: { after: gaps, notYet: gaps.toReversed() },
    };
  });

/** What the first rounds of learning make of it; those that follow do the same again. */
export function learnBriefly(experience: Experience, rounds = 3): Curve {
  const ledger = layOut(experience.calls, toldApart(experience.visits));
  let curve = PRIOR_CURVE;
  for (let round = 0; round < rounds; round++) {
    // At first `later` costs nothing.
    const cost = round < rounds / 2 ? 0 : 24;
    curve = improveCurve(curve, PRIOR_CURVE, explainCalls(curve, ledger), experience, cost);
  }
  return curve;
}

/** What may be believed of a site, and what may have been learned of one. */
export const anyCurve: fc.Arbitrary<Curve> = fc.constantFrom(
  PRIOR_CURVE,
  ...PRIOR_CURVES,
  ...fc.sample(anyExperience, { numRuns: 12, seed: 1 }).map((each) => learnBriefly(each)),
);
