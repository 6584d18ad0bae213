import type { EpochMs } from '../domain/time.ts';
import { isBeingErased } from './erasures.ts';

/** Phones that visitors gave as theirs, by the hash of the number: of each, who did so last. */
export class GivenPhones {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Who gave it; null where nobody did. */
  givenBy(hash: string): string | null {
    const [row] = this.#sql
      .exec<{ visitor_id: string }>('SELECT visitor_id FROM given_phones WHERE caller = ?', hash)
      .toArray();
    return row?.visitor_id ?? null;
  }

  /** @returns whether that is news. Of somebody who is being erased nothing is written down. */
  give(hash: string, visitorId: string, at: EpochMs): boolean {
    if (this.givenBy(hash) === visitorId || isBeingErased(this.#sql, 'caller', hash)) return false;
    this.#sql.exec(
      'INSERT OR REPLACE INTO given_phones (caller, visitor_id, given_at) VALUES (?, ?, ?)',
      hash,
      visitorId,
      at,
    );
    return true;
  }

  forgetCaller(hash: string): void {
    this.#sql.exec('DELETE FROM given_phones WHERE caller = ?', hash);
  }

  forgetVisitor(visitorId: string): void {
    this.#sql.exec('DELETE FROM given_phones WHERE visitor_id = ?', visitorId);
  }

  prune(before: EpochMs): void {
    this.#sql.exec('DELETE FROM given_phones WHERE given_at < ?', before);
  }
}
