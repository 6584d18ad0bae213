import { within } from '../deadline.ts';
import { mergeEvents, summarizeCall } from '../domain/calls/summarize-call.ts';
import { PERSISTENCE_STEP } from '../domain/leases/lease.ts';
import { MOST_HOLDERS_LOOKED_AT } from '../domain/matching/holder.ts';
import { CLOCK_TOLERANCE } from '../domain/matching/match.ts';
import { TAP_MATTERS } from '../domain/matching/traits.ts';
import { sourceName } from '../domain/touches/source-name.ts';
import type { HistoryReply, HistoryRequest, PastLease, PoolCall } from './messages.ts';
import type { PoolState } from './state.ts';
import type { PoolStore } from './store.ts';
import type { PoolTables } from './tables.ts';

/** A caller waits: past this the call is matched by what is known here. */
const HISTORY_DEADLINE = 600;

type FormerShard = { history(request: HistoryRequest): Promise<HistoryReply> };

/** Of a session that is not here. */
const NOT_KNOWN = { source: '', device: null };

/** The leases that may tell who rang a number at a time. Memory may have seen one later than its table has. */
export function historyHere(
  store: PoolStore,
  state: PoolState,
  { number, at }: HistoryRequest,
): HistoryReply {
  return store.leasesAround(number, at, CLOCK_TOLERANCE, MOST_HOLDERS_LOOKED_AT).map((stored) => {
    const lease =
      state.roster.stateOf(number)?.get(stored.id) ?? state.rows.get(stored.id)?.lease ?? stored;
    // Who was here moments ago may have tapped: that is in the session, which memory mostly has.
    const recent = lease.lastSeenAt >= at - TAP_MATTERS - PERSISTENCE_STEP;
    const session = recent
      ? state.session(lease.sessionId)
      : state.rows.get(lease.sessionId)?.session;
    const origin = session
      ? { source: sourceName(session.touch), device: session.device }
      : (store.originOf(lease) ?? NOT_KNOWN);
    const taps = (session?.journey ?? []).flatMap((entry) =>
      entry.type === 'tap' && entry.at <= at ? [entry.at] : [],
    );
    return { ...lease, ...origin, tappedAt: taps.length === 0 ? null : Math.max(...taps) };
  });
}

/**
 * For a call to a number that came from another shard, and that nobody had been shown here since, by then:
 * who held it there. Empty for every other call; null where that shard does not say.
 */
export async function historyElsewhere(
  { inventory, store, calls }: PoolTables,
  shardOf: (shard: number) => FormerShard,
  call: PoolCall,
): Promise<readonly PastLease[] | null> {
  if (!inventory.hasMoved()) return [];
  // Most news of a call does not name its number: that was told before.
  const known = calls.get(call.provider, call.providerCallId);
  const events = mergeEvents(known?.events ?? [], call.events);
  if (events.length === 0) return [];
  const { number, startedAt: at } = summarizeCall(events);
  return number === null ? [] : holdersElsewhere({ inventory, store }, shardOf, { number, at });
}

/** The same for what is known to be to a number, at a time. */
export async function holdersElsewhere(
  { inventory, store }: Pick<PoolTables, 'inventory' | 'store'>,
  shardOf: (shard: number) => FormerShard,
  { number, at }: HistoryRequest,
): Promise<readonly PastLease[] | null> {
  const { formerShard, arrivedAt } = inventory.number(number) ?? { formerShard: null };
  if (formerShard === null) return [];
  const [latest] = store.leaseHistory(number, at, 1);
  if (latest && arrivedAt && latest.startedAt >= arrivedAt) return [];
  try {
    return await within(HISTORY_DEADLINE, shardOf(formerShard).history({ number, at }));
  } catch (error) {
    console.warn(`pool: shard ${formerShard} did not say who held ${number} before`, error);
    return null;
  }
}
