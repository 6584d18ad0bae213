import type { Evidence } from './evidence.ts';
import type { Correction } from './match.ts';

/**
 * The evidence with the owner's word in it, to learn from: nobody but whom they named is in question any more. Of a
 * visitor who was not known to have had the number there is nothing to learn.
 *
 * @param correction null: they said nothing.
 */
export function correctedEvidence(evidence: Evidence, correction: Correction | null): Evidence {
  if (correction === null) return evidence;
  const { suspects, stranger } = evidence;
  const { session } = correction;
  const nobodyElse = { ...evidence, earlier: null, unseenRedials: 0 };
  if (session) {
    return {
      ...nobodyElse,
      suspects: suspects.filter(({ visitorId }) => visitorId === session.visitorId),
      stranger: { mayBe: 0, redials: 0 },
    };
  }
  // They did not call, but any of them may have passed the number on.
  const innocent = suspects.map((suspect) => ({ ...suspect, mayBe: 0, redials: 0 }));
  return { ...nobodyElse, suspects: innocent, stranger };
}
