import type { EpochMs } from '../time.ts';
import type { Correction, Match } from './match.ts';

/** More changes of mind are not kept: the first and the latest say the most. */
const MOST_FORMER = 20;

/** The newer match, with what it changes kept beside it. */
export function reviseMatch(before: Match, next: Match, now: EpochMs, because: string): Match {
  const { sessionId, band, confidence, former } = before;
  if (sessionId === next.sessionId && band === next.band) return { ...next, former };
  const longer = [...former, { sessionId, band, confidence, until: now, because }];
  const kept = longer.length <= MOST_FORMER ? longer : [...longer.slice(0, 1), ...longer.slice(2)];
  return { ...next, former: kept };
}

/** The match as the owner says it is; candidates stay, so that it can be told how good the guess was. */
export function correctMatch(match: Match, { sessionId }: Correction): Match {
  return {
    ...match,
    sessionId,
    band: sessionId === null ? 'unattributed' : 'certain',
    confidence: sessionId === null ? 0 : 1,
    reasons: [
      sessionId === null
        ? 'Corrected by the owner: no visit caused this call.'
        : 'Corrected by the owner.',
    ],
    noVisit: sessionId === null ? 1 : 0,
    unseen: 0,
  };
}
