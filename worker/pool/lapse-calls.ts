import { lapsedEvent } from '../domain/calls/silent-call.ts';
import type { EpochMs } from '../domain/time.ts';
import { recordCall } from './calls.ts';
import type { Elsewhere } from './elsewhere.ts';
import type { PoolState } from './state.ts';
import type { PoolTables } from './tables.ts';

/** What matters to a call was asked of the others when it was heard of. */
const ASKED: Elsewhere = { leases: null, word: { spam: null, isBlocked: false } };

/** Closes the calls that nothing has been heard of for longer than any lasts. */
export function lapseCalls(tables: PoolTables, state: PoolState, now: EpochMs): void {
  for (const { provider, providerCallId, events } of tables.calls.inProgress()) {
    const event = lapsedEvent(events, now);
    if (event === undefined) continue;
    recordCall(tables, state, { provider, providerCallId, events: [event] }, ASKED, now);
  }
}
