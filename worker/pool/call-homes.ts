import type { EpochMs } from '../domain/time.ts';
import type { CallHomeRequest } from './messages.ts';
import type { PoolTables } from './tables.ts';

/**
 * In which shard each call of a site was first heard of. Only the first shard keeps this, which every Worker
 * knows to ask, however old its view of the site is.
 */
export class CallHomes {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Undefined for a call that no Worker has asked about. */
  of(provider: string, providerCallId: string): number | undefined {
    return this.#sql
      .exec<{ shard: number }>(
        'SELECT shard FROM call_homes WHERE provider = ? AND provider_call_id = ?',
        provider,
        providerCallId,
      )
      .toArray()[0]?.shard;
  }

  /** The call's home, which is `shard` from now on if it has none yet. */
  settle(provider: string, providerCallId: string, shard: number, now: EpochMs): number {
    const known = this.of(provider, providerCallId);
    if (known !== undefined) return known;
    this.#sql.exec(
      'INSERT INTO call_homes (provider, provider_call_id, shard, at) VALUES (?, ?, ?, ?)',
      provider,
      providerCallId,
      shard,
      now,
    );
    return shard;
  }

  /** Nothing more is heard of calls that began before then. */
  prune(before: EpochMs): void {
    this.#sql.exec('DELETE FROM call_homes WHERE at < ?', before);
  }
}

/** The shard of a call, once and for all: the one asked for, unless it was heard of before. */
export function homeOfCall(
  { inventory, store, callHomes }: Pick<PoolTables, 'inventory' | 'store' | 'callHomes'>,
  { provider, providerCallId, shard }: CallHomeRequest,
  now: EpochMs,
): number {
  // Of a site that is erased nothing is written down; the call is refused where it is told.
  if (inventory.isErased()) return shard;
  const begun = store.call(provider, providerCallId) !== undefined;
  return callHomes.settle(provider, providerCallId, begun ? 0 : shard, now);
}
