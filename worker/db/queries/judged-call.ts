import type { Candidate } from '../../domain/matching/match.ts';
import type { Judged } from '../../domain/matching/revise-match.ts';
import { sourceName } from '../../domain/touches/source-name.ts';
import type { ListedCall } from './list-calls.ts';
import { toCorrection } from './match-corrections.ts';

/** What the evidence and the owner say of a call, from its row. */
export function judgedCall(row: ListedCall): Judged {
  const { sessionId, band, confidence, reasons, correctedAt, correctedSessionId, session } = row;
  const candidates =
    row.candidates ?? (sessionId === null ? [] : [{ sessionId, probability: confidence }]);
  const noVisit = row.noVisit ?? (band === 'unattributed' ? 1 : 0);
  const listed = candidates.reduce((sum, { probability }) => sum + probability, noVisit);
  return {
    match: {
      sessionId,
      band,
      confidence,
      reasons,
      candidates: candidates.map((candidate) => withSource(candidate, session)),
      unseen: row.staticSource ? 0 : Math.max(0, 1 - listed),
      noVisit,
      staticSource: row.staticSource,
      former: row.matchHistory ?? [],
    },
    correction:
      correctedAt === null ? null : toCorrection(correctedSessionId, correctedAt, session),
  };
}

/** What the first versions wrote does not say where a candidate came from; of the session behind the call it is known. */
function withSource(candidate: Candidate, session: ListedCall['session']): Candidate {
  if (candidate.source !== undefined || candidate.sessionId !== session?.id) return candidate;
  return {
    ...candidate,
    visitorId: session.visitorId,
    source: sourceName(session),
    device: session.device,
  };
}
