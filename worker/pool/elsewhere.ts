import { wordOnCaller } from './caller-word.ts';
import { historyElsewhere, holdersElsewhere } from './history.ts';
import type { CallerWord, PastLease, PoolCall, PoolTextMessage } from './messages.ts';
import type { NumberPool } from './number-pool.ts';
import type { PoolTables } from './tables.ts';

/** What matters to a call or a text message, and may be with other shards. */
export type Elsewhere = {
  /** Leases of the number that another shard had before; null where they are not to be had now. */
  readonly leases: readonly PastLease[] | null;
  readonly word: CallerWord;
};

type ShardOf = (shard: number) => Pick<NumberPool, 'history' | 'callerWord'>;

/** Asks the other shards for it, at once and each for a short time only. */
export async function elsewhereOfCall(
  tables: PoolTables,
  shardOf: ShardOf,
  call: PoolCall,
): Promise<Elsewhere> {
  const caller = call.events.find((event) => event.caller)?.caller ?? null;
  const [leases, word] = await Promise.all([
    historyElsewhere(tables, shardOf, call),
    wordOnCaller(tables, shardOf, caller),
  ]);
  return { leases, word };
}

/** The same for a text message. */
export async function elsewhereOfMessage(
  tables: PoolTables,
  shardOf: ShardOf,
  { message }: PoolTextMessage,
): Promise<Elsewhere> {
  const [leases, word] = await Promise.all([
    holdersElsewhere(tables, shardOf, message),
    wordOnCaller(tables, shardOf, message.sender),
  ]);
  return { leases, word };
}

/** The leases alone, of a call that is here. */
export async function leasesOfCall(
  tables: PoolTables,
  shardOf: ShardOf,
  callId: string,
): Promise<readonly PastLease[] | null> {
  const { number = null, startedAt: at = 0 } = tables.calls.withId(callId)?.summary ?? {};
  return number === null ? [] : holdersElsewhere(tables, shardOf, { number, at });
}
