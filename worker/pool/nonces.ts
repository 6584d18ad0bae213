import type { EpochMs } from '../domain/time.ts';
import { RECENT, Recent } from './recent.ts';

/**
 * Nonces of signed requests, written down with what a request changes: what is undone may be shown again, and what was
 * done is known after a restart, too. Looked for in memory; in the table each comes after the one before, which costs least.
 */
export class Nonces {
  readonly #sql: SqlStorage;
  /** Undefined where it has to be read again. */
  #shown: Recent<true> | undefined;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Whether it was shown within the last minutes. */
  wasShown(nonce: string, now: EpochMs): boolean {
    this.#shown ??= this.#read(now);
    return this.#shown.get(nonce, now) ?? false;
  }

  /** From now on it was shown. */
  note(nonce: string, now: EpochMs): void {
    this.#sql.exec('INSERT OR IGNORE INTO nonces (at, nonce) VALUES (?, ?)', now, nonce);
    this.#shown?.set(nonce, true, now);
  }

  prune(now: EpochMs): void {
    this.#sql.exec('DELETE FROM nonces WHERE at <= ?', now - RECENT);
  }

  /** A transaction was undone. */
  reread(): void {
    this.#shown = undefined;
  }

  #read(now: EpochMs): Recent<true> {
    const shown = new Recent<true>();
    const rows = this.#sql.exec<{ at: number; nonce: string }>(
      'SELECT at, nonce FROM nonces WHERE at > ? ORDER BY at',
      now - RECENT,
    );
    for (const { at, nonce } of rows) shown.set(nonce, true, at);
    return shown;
  }
}
