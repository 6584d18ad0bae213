import type { EpochMs } from '../domain/time.ts';

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
