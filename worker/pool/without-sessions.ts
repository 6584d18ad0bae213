import { type Match, unattributed } from '../domain/matching/match.ts';

/**
 * A match without those sessions that are erased; the same one where it knows none of them.
 *
 * @param of what is matched, as its reason names it
 */
export function withoutSessions(
  match: Match,
  erased: ReadonlySet<string>,
  of: 'call' | 'message',
): Match {
  const candidates = match.candidates.filter(({ sessionId }) => !erased.has(sessionId));
  const former = match.former.map((each) =>
    each.sessionId !== null && erased.has(each.sessionId) ? { ...each, sessionId: null } : each,
  );
  const changed =
    candidates.length < match.candidates.length ||
    former.some(({ sessionId }, at) => sessionId !== match.former[at]?.sessionId);
  if (match.sessionId !== null && erased.has(match.sessionId)) {
    return {
      ...unattributed(`The visitor behind this ${of} has been erased.`),
      candidates,
      former,
    };
  }
  return changed ? { ...match, candidates, former } : match;
}
