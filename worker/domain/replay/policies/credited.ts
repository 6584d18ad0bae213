import type { Accused, Verdict } from '../../matching/verdict.ts';

/** The call is credited to no visit. */
export const NO_CREDIT: Verdict = {
  band: 'unattributed',
  candidates: [],
  unseen: 0,
  unseenSources: {},
  stranger: 1,
  source: null,
};

/** Who is credited: on what, a trace does not say. */
export type Credited = Omit<Accused, 'probability' | 'device'>;

/** One visitor is credited with the call, and no doubt is told. */
export function credited(visitor: Credited): Verdict {
  const { visitorId, sessionId, source } = visitor;
  const candidates = [{ visitorId, sessionId, source, device: null, probability: 1 }];
  return { ...NO_CREDIT, band: 'certain', candidates, stranger: 0 };
}
