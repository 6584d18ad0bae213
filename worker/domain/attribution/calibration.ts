import type { Match, MatchBand } from '../matching/match.ts';
import type { Judged } from '../matching/revise-match.ts';
import { creditBySource } from './credit-call.ts';

/** How often what was said of calls turned out right. */
export type Calibration = {
  readonly calls: number;
  /** How sure it was, on average: 0 to 1. With as good as no calls, null, as `right`. */
  readonly confidence: number | null;
  /** Share of the calls of which it was right. */
  readonly right: number | null;
};

export const BANDS = [
  'certain',
  'high',
  'ambiguous',
  'source',
  'unattributed',
] as const satisfies readonly MatchBand[];

/** A statement by the evidence, and whether the owner says the same. */
type Checked = { readonly band: MatchBand; readonly confidence: number; readonly right: boolean };

/**
 * Compares the evidence's word on calls with the owner's, band by band. In the bands `certain`, `high` and `ambiguous`
 * it is right where it named the visitor, in `source` where it named the source, in `unattributed` where no visit had to
 * do with the call. Calls that the owner said nothing of, and those to static numbers, do not count.
 */
export function calibrationOf(calls: readonly Judged[]): {
  readonly total: Calibration;
  readonly bands: readonly (Calibration & { readonly band: MatchBand })[];
} {
  const checked = calls.flatMap(check);
  return {
    total: sumUp(checked),
    bands: BANDS.map((band) => ({ band, ...sumUp(checked.filter((each) => each.band === band)) })),
  };
}

function check({ match, correction }: Judged): Checked[] {
  if (correction === null || match.staticSource) return [];
  const { session } = correction;
  const { band } = match;
  if (band === 'unattributed') {
    return [{ band, confidence: match.noVisit, right: session === null }];
  }
  if (band === 'source') {
    const { source, share } = likeliestSource(match);
    return [{ band, confidence: share, right: session !== null && session.source === source }];
  }
  const best = match.candidates.find(({ sessionId }) => sessionId === match.sessionId);
  const right =
    session !== null &&
    (session.sessionId === match.sessionId || session.visitorId === best?.visitorId);
  return [{ band, confidence: match.confidence, right }];
}

function likeliestSource(match: Match) {
  const [likeliest] = [...creditBySource(match, 'expected')]
    .map(([source, share]) => ({ source, share }))
    .sort((a, b) => b.share - a.share);
  return likeliest ?? { source: null, share: 0 };
}

function sumUp(checked: readonly Checked[]): Calibration {
  const calls = checked.length;
  if (calls === 0) return { calls, confidence: null, right: null };
  const confidence = checked.reduce((sum, each) => sum + each.confidence, 0) / calls;
  const right = checked.filter((each) => each.right).length / calls;
  return { calls, confidence, right };
}
