import type { Accused, Verdict } from '../../matching/verdict.ts';

/** One visitor is credited with the call, and no doubt is told. */
export function credited({ visitorId, sessionId, source }: Omit<Accused, 'probability'>): Verdict {
  const candidates = [{ visitorId, sessionId, source, probability: 1 }];
  return { band: 'certain', candidates, unseen: 0, unseenSources: {}, stranger: 0, source: null };
}

/** The call is credited to no visit. */
export function nobody(): Verdict {
  return {
    band: 'unattributed',
    candidates: [],
    unseen: 0,
    unseenSources: {},
    stranger: 1,
    source: null,
  };
}
