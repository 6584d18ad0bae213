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

/** One visitor is credited with the call, and no doubt is told. */
export function credited(visitor: Omit<Accused, 'probability'>): Verdict {
  const { visitorId, sessionId, source } = visitor;
  const candidates = [{ visitorId, sessionId, source, probability: 1 }];
  return { ...NO_CREDIT, band: 'certain', candidates, stranger: 0 };
}
