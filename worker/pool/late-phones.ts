import { idAtTime } from '../domain/ids.ts';
import { MATCH_WINDOW } from '../domain/matching/match.ts';
import type { EpochMs } from '../domain/time.ts';
import { explainAnew } from './explain-anew.ts';
import type { PoolState } from './state.ts';
import type { PoolTables } from './tables.ts';

/** A phone that a visitor gives as theirs: calls from it before are matched anew, the oldest first, for later ones go by them. */
export function heedGivenPhone(
  tables: PoolTables,
  state: PoolState,
  hash: string,
  visitorId: string,
  now: EpochMs,
): void {
  if (!tables.givenPhones.give(hash, visitorId, now)) return;
  for (const call of tables.calls.ofCaller(hash, idAtTime(now - MATCH_WINDOW))) {
    explainAnew(tables, state, call, 'The visitor gave the number of this phone.', now);
  }
}
