import type { SealedCaller } from '../domain/calls/sealed-caller.ts';
import { type CallSummary, mergeEvents, summarizeCall } from '../domain/calls/summarize-call.ts';
import type { Lease } from '../domain/leases/lease.ts';
import {
  type Match,
  matchCall,
  matchStaticNumber,
  unattributed,
} from '../domain/matching/match-call.ts';
import { makeId } from '../keys/make-id.ts';
import { historyHere } from './history.ts';
import type { InventoryStore } from './inventory-store.ts';
import type { PoolCall, PoolCallReply } from './messages.ts';
import type { PoolState } from './state.ts';
import type { PoolStore } from './store.ts';
import type { StoredCall } from './stored-call.ts';

/**
 * Records news of a call and matches it anew; what is known already changes nothing.
 *
 * @param elsewhere leases of the number that another shard had before; null where they are not to be had now.
 * @param saved called with the call, where it has changed.
 */
export function recordCall(
  inventory: InventoryStore,
  store: PoolStore,
  state: PoolState,
  call: PoolCall,
  elsewhere: readonly Lease[] | null,
  saved: (call: StoredCall) => void,
): PoolCallReply {
  const { provider, providerCallId } = call;
  const others = elsewhere ?? [];
  const known = store.call(provider, providerCallId);
  const events = mergeEvents(known?.events ?? [], call.events);
  if (known && events === known.events) {
    return replyOf(state, known, others);
  }
  const summary = summarizeCall(events);
  const source = summary.number === null ? undefined : inventory.staticSource(summary.number);
  // What was found when they were to be had stands.
  const before = elsewhere === null ? known?.match : undefined;
  const match = source
    ? matchStaticNumber(source)
    : (before ?? matchByNumber(store, state, summary, others));
  const id = known?.id ?? makeId(summary.startedAt, 0, inventory.shard());
  const changed = { id, provider, providerCallId, events, summary, match };
  store.saveCall(changed);
  saved(changed);
  if (summary.number !== null) {
    if (summary.endedAt === null) state.roster.callBegan(summary.number, id, summary.startedAt);
    else state.roster.callEnded(summary.number, id);
  }
  return replyOf(state, changed, others);
}

function replyOf(
  state: PoolState,
  { id: callId, match, summary }: StoredCall,
  elsewhere: readonly Lease[],
): PoolCallReply {
  const { number } = summary;
  const session = match.sessionId === null ? undefined : state.session(match.sessionId);
  const source = match.staticSource?.label || session?.touch.source || null;
  return { ok: true, callId, match, number, source, target: targetOf(state, summary, elsewhere) };
}

/** Several targets may share a pool: where a call is to go, the number's latest lease says. */
function targetOf(
  state: PoolState,
  { number }: { number: string | null },
  elsewhere: readonly Lease[],
): string | null {
  const here = number === null ? undefined : state.roster.latest(number);
  return latestFirst(here ? [here, ...elsewhere] : elsewhere)[0]?.target ?? null;
}

/** Ids begin with the time. */
function latestFirst(leases: readonly Lease[]): Lease[] {
  return leases.toSorted((a, b) => (a.id < b.id ? 1 : -1));
}

function matchByNumber(
  store: PoolStore,
  state: PoolState,
  { number, startedAt, startedClock }: CallSummary<SealedCaller>,
  elsewhere: readonly Lease[],
): Match {
  if (number === null) return unattributed('The provider did not say which number was dialled.');
  const history = historyHere(store, state, { number, at: startedAt });
  return matchCall(latestFirst([...history, ...elsewhere]), startedAt, startedClock);
}
