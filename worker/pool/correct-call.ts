import type { Correction } from '../domain/matching/match.ts';
import { reviseMatch } from '../domain/matching/revise-match.ts';
import type { EpochMs } from '../domain/time.ts';
import { explainByNumber } from './calls.ts';
import { isBeingErased } from './erasures.ts';
import type { PastLease } from './messages.ts';
import type { PoolState } from './state.ts';
import type { PoolTables } from './tables.ts';

/**
 * Goes by what the owner says of who made a call; where that is taken back, by the evidence as it stands now. A call
 * that is no longer here stays as it is: no other is matched by it any more.
 *
 * @param correction null: what was said is taken back.
 * @param elsewhere leases of the call's number that another shard had before; null where they are not to be had now.
 */
export function correctCall(
  tables: PoolTables,
  state: PoolState,
  callId: string,
  correction: Correction | null,
  elsewhere: readonly PastLease[] | null,
  now: EpochMs,
): void {
  const { sql, calls } = tables;
  const call = calls.withId(callId);
  if (call === undefined || sameWord(correction, call.correction)) return;
  const visitor = correction?.session?.visitorId;
  if (visitor !== undefined && isBeingErased(sql, 'visitor', visitor)) return;
  const asked = { ...call.summary, id: callId };
  const explained =
    elsewhere === null ? call : explainByNumber(tables, state, asked, elsewhere, correction);
  // Their word says nothing new of what the evidence says; that is told beside it.
  const { match } = correction ? call : explained;
  const because = correction ? 'Corrected by the owner.' : 'The correction was taken back.';
  const revised = reviseMatch(call, { match, correction }, now, because);
  calls.save({ ...call, correction, evidence: explained.evidence, match: revised });
}

function sameWord(a: Correction | null, b: Correction | null): boolean {
  return a?.at === b?.at && a?.session?.sessionId === b?.session?.sessionId;
}
