import type { EpochMs } from '../time.ts';
import type { Correction, Match } from './match.ts';

/** What the evidence says of a call, and what the owner does. */
export type Judged = {
  readonly match: Match;
  /** Null where they said nothing. */
  readonly correction: Correction | null;
};

/** More changes of mind are not kept: the first and the latest say the most. */
const MOST_FORMER = 20;

/** The match as it is told: the owner's word, where there is one, else by the evidence. */
export function statedMatch({ match, correction }: Judged): Match {
  // A static number says where a call came from, and the owner that no visit had to do with it: both hold.
  if (correction === null || (correction.session === null && match.staticSource)) return match;
  const { session } = correction;
  return {
    ...match,
    sessionId: session?.sessionId ?? null,
    band: session ? 'certain' : 'unattributed',
    confidence: session ? 1 : 0,
    reasons: [
      session ? 'Corrected by the owner.' : 'Corrected by the owner: no visit caused this call.',
    ],
    candidates: session ? [{ ...session, probability: 1 }] : [],
    unseen: 0,
    noVisit: session ? 0 : 1,
  };
}

/** The newer match by the evidence; where what is told of the call changes, what was told is kept beside it. */
export function reviseMatch(before: Judged, next: Judged, now: EpochMs, because: string): Match {
  const { former } = before.match;
  const { sessionId, band, confidence } = statedMatch(before);
  const stated = statedMatch(next);
  if (sessionId === stated.sessionId && band === stated.band) return { ...next.match, former };
  const longer = [...former, { sessionId, band, confidence, until: now, because }];
  const kept = longer.length <= MOST_FORMER ? longer : [...longer.slice(0, 1), ...longer.slice(2)];
  return { ...next.match, former: kept };
}
