import type { Lease } from '../domain/leases/lease.ts';
import { wordOnCaller } from './caller-word.ts';
import { historyElsewhere } from './history.ts';
import type { CallerWord, PoolCall } from './messages.ts';
import type { NumberPool } from './number-pool.ts';
import type { PoolTables } from './tables.ts';

/** What matters to a call, and may be with other shards. */
export type Elsewhere = {
  /** Leases of the number that another shard had before; null where they are not to be had now. */
  readonly leases: readonly Lease[] | null;
  readonly word: CallerWord;
};

type Shard = Pick<NumberPool, 'history' | 'callerWord'>;

/** Asks the other shards for it, at once and each for a short time only. */
export async function askElsewhere(
  tables: PoolTables,
  shardOf: (shard: number) => Shard,
  call: PoolCall,
): Promise<Elsewhere> {
  const [leases, word] = await Promise.all([
    historyElsewhere(tables, shardOf, call),
    wordOnCaller(tables, shardOf, call),
  ]);
  return { leases, word };
}
