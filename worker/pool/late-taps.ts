import { idAtTime } from '../domain/ids.ts';
import { TAP_MATTERS } from '../domain/matching/traits.ts';
import type { EpochMs } from '../domain/time.ts';
import { explainAnew } from './explain-anew.ts';
import type { PoolState } from './state.ts';
import type { PoolTables } from './tables.ts';

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
    explainAnew(tables, state, call, 'A tap was heard of after the call.', now);
  }
}
