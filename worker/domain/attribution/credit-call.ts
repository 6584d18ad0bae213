import type { Match } from '../matching/match.ts';
import { staticSourceName } from '../touches/source-name.ts';

/**
 * How a call counts: wholly for what best explains it, or in shares for all that may, as likely as each is. Over many
 * calls the latter is the truer: the best explanation of an uncertain call is often the wrong one, and not by chance.
 */
export const CREDIT_MODES = ['best', 'expected'] as const;
export type CreditMode = (typeof CREDIT_MODES)[number];

/** A share of one call. */
export type Credit = {
  /** Null where it is no particular one. */
  readonly sessionId: string | null;
  /** As reports name it; null: no visit caused the call, or nobody knows where that came from. */
  readonly source: string | null;
  /** 0 to 1; those of one call add up to 1. */
  readonly share: number;
};

/** What a call counts for. @param match as it is told. */
export function creditCall(match: Match, mode: CreditMode): readonly Credit[] {
  const { staticSource, sessionId, candidates } = match;
  if (staticSource && sessionId === null) {
    return [{ sessionId, source: staticSourceName(staticSource), share: 1 }];
  }
  if (mode === 'expected') return expectedCredit(match);
  const best = candidates.find((candidate) => candidate.sessionId === sessionId);
  return [{ sessionId, source: best?.source ?? null, share: 1 }];
}

/** The same by source alone. */
export function creditBySource(match: Match, mode: CreditMode): ReadonlyMap<string | null, number> {
  const shares = new Map<string | null, number>();
  for (const { source, share } of creditCall(match, mode)) {
    shares.set(source, (shares.get(source) ?? 0) + share);
  }
  return shares;
}

function expectedCredit({ candidates, unseen, noVisit }: Match): Credit[] {
  const total = candidates.reduce((sum, { probability }) => sum + probability, unseen + noVisit);
  if (!(total > 0)) return [{ sessionId: null, source: null, share: 1 }];
  const known = candidates.map(({ sessionId, source = null, probability }) => ({
    sessionId,
    source,
    share: probability / total,
  }));
  // Whoever is not told apart came from where the others did.
  const others = candidates.map(({ source = null }) => ({
    sessionId: null,
    source,
    share: unseen / candidates.length / total,
  }));
  const nobody = noVisit + (candidates.length === 0 ? unseen : 0);
  return [...known, ...others, { sessionId: null, source: null, share: nobody / total }].filter(
    ({ share }) => share > 0,
  );
}
