import { reviseMatch } from '../domain/matching/revise-match.ts';
import type { EpochMs } from '../domain/time.ts';
import { explainByNumber } from './calls.ts';
import type { PoolState } from './state.ts';
import type { StoredCall } from './stored-call.ts';
import type { PoolTables } from './tables.ts';

/**
 * Matches a call anew, now that more is known; what changed is kept.
 *
 * @param because what became known, in plain words.
 */
export function explainAnew(
  tables: PoolTables,
  state: PoolState,
  call: StoredCall,
  because: string,
  now: EpochMs,
): void {
  const { id, summary, correction } = call;
  const asked = { ...summary, id };
  const { match, evidence } = explainByNumber(tables, state, asked, [], correction);
  const revised = reviseMatch(call, { match, correction }, now, because);
  tables.calls.save({ ...call, match: revised, evidence });
}
