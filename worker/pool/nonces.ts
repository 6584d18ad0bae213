import { type EpochMs, MINUTE } from '../domain/time.ts';

/** No request is accepted that was signed longer ago, where its scheme signs a time. */
const REMEMBERED = 10 * MINUTE;

/**
 * Nonces of signed requests. Written down with what a request changes: what is undone may be shown again, and
 * what was done is known after a restart, too.
 */
export class Nonces {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Whether it was shown within the last minutes; from now on it was. */
  wasShown(nonce: string, now: EpochMs): boolean {
    const [known] = this.#sql
      .exec<{ at: number }>('SELECT at FROM nonces WHERE nonce = ?', nonce)
      .toArray();
    if (known && now - known.at < REMEMBERED) return true;
    this.#sql.exec('INSERT OR REPLACE INTO nonces (nonce, at) VALUES (?, ?)', nonce, now);
    return false;
  }

  prune(now: EpochMs): void {
    this.#sql.exec('DELETE FROM nonces WHERE at <= ?', now - REMEMBERED);
  }
}
