import { type CallSummary, mergeEvents, summarizeCall } from '../domain/calls/summarize-call.ts';
import type { Lease } from '../domain/leases/lease.ts';
import {
  type Match,
  matchCall,
  matchStaticNumber,
  unattributed,
} from '../domain/matching/match-call.ts';
import type { EpochMs } from '../domain/time.ts';
import { makeId } from '../keys/make-id.ts';
import type { Elsewhere } from './elsewhere.ts';
import { historyHere } from './history.ts';
import type { CallerWord, PoolCall, PoolCallReply } from './messages.ts';
import { assessCalls } from './spam.ts';
import type { PoolState } from './state.ts';
import type { PoolStore } from './store.ts';
import type { StoredCall } from './stored-call.ts';
import type { PoolTables } from './tables.ts';

/**
 * Records news of a call, matches it anew, and makes note of what the site's webhooks are to be told; what is known
 * already changes nothing.
 */
export function recordCall(
  { inventory, store, callers, news }: PoolTables,
  state: PoolState,
  call: PoolCall,
  { leases, word }: Elsewhere,
  now: EpochMs,
): PoolCallReply {
  const { provider, providerCallId } = call;
  const others = leases ?? [];
  const known = store.call(provider, providerCallId);
  const events = mergeEvents(known?.events ?? [], call.events);
  if (known && events === known.events) {
    return replyOf(state, known, others, word);
  }
  const summary = summarizeCall(events);
  const source = summary.number === null ? undefined : inventory.staticSource(summary.number);
  // What was found when they were to be had stands.
  const before = leases === null ? known?.match : undefined;
  const match = source
    ? matchStaticNumber(source)
    : (before ?? matchByNumber(store, state, summary, others));
  const id = known?.id ?? makeId(summary.startedAt, 0, inventory.shard());
  const told = { id, provider, providerCallId, events, summary, match };
  const { call: saved, later } = assessCalls(callers, told);
  store.saveCall(saved);
  news.note(saved, inventory.wantedEvents(), now);
  for (const each of later) store.saveCall(each);
  if (summary.number !== null) {
    if (summary.endedAt === null) state.roster.callBegan(summary.number, id, summary.startedAt);
    else state.roster.callEnded(summary.number, id);
  }
  return replyOf(state, saved, others, word);
}

function replyOf(
  state: PoolState,
  { id: callId, match, summary, spam }: StoredCall,
  elsewhere: readonly Lease[],
  word: CallerWord,
): PoolCallReply {
  const { number } = summary;
  const session = match.sessionId === null ? undefined : state.session(match.sessionId);
  const source = match.staticSource?.label || session?.touch.source || null;
  const target = targetOf(state, summary, elsewhere);
  return { ok: true, callId, match, number, source, target, spam, word };
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

/** By who held the number at a time. */
export function matchByNumber(
  store: PoolStore,
  state: PoolState,
  { number, startedAt, startedClock }: Pick<CallSummary, 'number' | 'startedAt' | 'startedClock'>,
  elsewhere: readonly Lease[],
): Match {
  if (number === null) return unattributed('The provider did not say which number was dialled.');
  const history = historyHere(store, state, { number, at: startedAt });
  return matchCall(latestFirst([...history, ...elsewhere]), startedAt, startedClock);
}
