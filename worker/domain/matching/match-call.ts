import type { Curve } from './curve.ts';
import type { Evidence } from './evidence.ts';
import { gatherEvidence, type Known, type Rung } from './gather-evidence.ts';
import { type Match, unattributed } from './match.ts';
import { reasonsFor } from './reasons.ts';
import { type Accused, judge } from './verdict.ts';
import { weigh } from './weigh.ts';

/** More are not listed: what is left of the probability is `unseen`. */
const MOST_CANDIDATES = 200;
/** Less likely than this is not listed either. */
const LIKELY_ENOUGH = 0.000_01;

/** What is made of a call, and the evidence, from which the site's curve is learned. */
export type Explained = { readonly match: Match; readonly evidence: Evidence };

/** Tells which visit caused a call, how sure that is, and why. */
export function matchCall(rung: Rung, known: Known, curve: Curve): Explained {
  const evidence = gatherEvidence(rung, known, curve);
  if (known.holders.length === 0) {
    const match = unattributed('No visitor had been shown this number by then.');
    return { match, evidence };
  }
  const verdict = judge(evidence, weigh(curve, evidence), curve);
  const candidates = verdict.candidates
    .slice(0, MOST_CANDIDATES)
    .filter(({ probability }) => probability >= LIKELY_ENOUGH);
  const sum = (of: readonly Accused[]) =>
    of.reduce((total, { probability }) => total + probability, 0);
  const [all, listed] = [sum(verdict.candidates), sum(candidates)];
  const best = verdict.band === 'unattributed' ? undefined : candidates[0];
  const match: Match = {
    sessionId: best?.sessionId ?? null,
    band: best || verdict.band === 'unattributed' ? verdict.band : 'ambiguous',
    confidence: best?.probability ?? 0,
    reasons: reasonsFor(rung, known, verdict),
    candidates,
    unseen: verdict.unseen + Math.max(0, all - listed),
    noVisit: verdict.stranger,
    staticSource: null,
    former: [],
  };
  return { match, evidence };
}
