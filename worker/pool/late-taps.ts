import { idAtTime } from '../domain/ids.ts';
import { reviseMatch } from '../domain/matching/revise-match.ts';
import { storeEvidence } from '../domain/matching/stored-evidence.ts';
import { type EpochMs, MINUTE } from '../domain/time.ts';
import { explainCall } from './explain-call.ts';
import type { PoolState } from './state.ts';
import type { PoolTables } from './tables.ts';

/** A tap leads to a call within minutes, or to none. */
const TAP_MATTERS = 10 * MINUTE;

/** A tap that is heard of after the call it led to: those calls are matched anew, and what changed is kept. */
export function heedLateTap(
  tables: PoolTables,
  state: PoolState,
  number: string,
  tappedAt: EpochMs,
  now: EpochMs,
): void {
  const { calls, inventory } = tables;
  if (inventory.staticSource(number)) return;
  const from = idAtTime(tappedAt);
  for (const call of calls.ofNumber(number, from, idAtTime(tappedAt + TAP_MATTERS))) {
    const { id, summary } = call;
    const { match, evidence } = explainCall(tables, state, { ...summary, id, number }, []);
    calls.save({
      ...call,
      match: reviseMatch(call, { ...call, match }, now, 'A tap was heard of after the call.'),
      evidence: JSON.stringify(storeEvidence(evidence)),
    });
  }
}
