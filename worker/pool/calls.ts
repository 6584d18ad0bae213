import type { SealedCaller } from '../domain/calls/sealed-caller.ts';
import { type CallSummary, mergeEvents, summarizeCall } from '../domain/calls/summarize-call.ts';
import type { Lease } from '../domain/leases/lease.ts';
import {
  CLOCK_TOLERANCE,
  type Match,
  matchCall,
  matchStaticNumber,
  unattributed,
} from '../domain/matching/match-call.ts';
import { makeId } from '../keys/make-id.ts';
import type { InventoryStore } from './inventory-store.ts';
import type { PoolCall, PoolCallReply } from './messages.ts';
import type { PoolState } from './state.ts';
import type { PoolStore } from './store.ts';

/** The lease that held the number, and those that began within the tolerance after. */
const HISTORY_LIMIT = 5;

/** Records news of a call and matches it anew; what is known already changes nothing. */
export function recordCall(
  inventory: InventoryStore,
  store: PoolStore,
  state: PoolState,
  call: PoolCall,
): PoolCallReply {
  const { provider, providerCallId } = call;
  const known = store.call(provider, providerCallId);
  const events = mergeEvents(known?.events ?? [], call.events);
  if (known && events === known.events) {
    return {
      ok: true,
      callId: known.id,
      match: known.match,
      target: targetOf(state, known.summary),
    };
  }
  const summary = summarizeCall(events);
  const source = summary.number === null ? undefined : inventory.staticSource(summary.number);
  const match = source ? matchStaticNumber(source) : matchByNumber(store, state, summary);
  const id = known?.id ?? makeId(summary.startedAt);
  store.saveCall({ id, provider, providerCallId, events, summary, match });
  return { ok: true, callId: id, match, target: targetOf(state, summary) };
}

/** Several targets may share a pool: where a call is to go, the number's latest lease says. */
function targetOf(state: PoolState, { number }: { number: string | null }): string | null {
  return (number === null ? undefined : state.roster.latest(number)?.target) ?? null;
}

function matchByNumber(
  store: PoolStore,
  state: PoolState,
  { number, startedAt, startedClock }: CallSummary<SealedCaller>,
): Match {
  if (number === null) return unattributed('The provider did not say which number was dialled.');
  const history = store.leaseHistory(number, startedAt + CLOCK_TOLERANCE, HISTORY_LIMIT);
  return matchCall(
    history.map((lease) => newest(state, lease)),
    startedAt,
    startedClock,
  );
}

/** Memory may have seen a lease later than its table has. */
function newest(state: PoolState, lease: Lease): Lease {
  const latest = state.roster.latest(lease.number);
  return latest?.id === lease.id ? latest : lease;
}
