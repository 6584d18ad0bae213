import { idAtTime } from '../domain/ids.ts';
import { SPAM_WINDOW } from '../domain/spam/spam-facts.ts';
import { type EpochMs, HOUR } from '../domain/time.ts';
import { isBeingErased } from './erasures.ts';
import type { InventoryStore } from './inventory-store.ts';
import type { CallerWord } from './messages.ts';
import { type CallRow, ifReadable, toCall } from './rows.ts';
import type { StoredCall } from './stored-call.ts';

export const NOTHING_SAID: CallerWord = { spam: null, isBlocked: false };

/** Calls read before and after one; whoever rings more often in a day is known by these. */
const MOST_CALLS = 30;

/** An id says when a call was first heard of, which a provider's clock may put a little elsewhere later. */
const SLACK = HOUR;

/**
 * What is known of callers, by the hash of their number: their calls in this shard, and what the owner said of them.
 * The latter is with the first shard alone, as `CallHomes` is.
 */
export class Callers {
  readonly #sql: SqlStorage;
  readonly #inventory: InventoryStore;

  constructor(sql: SqlStorage, inventory: InventoryStore) {
    this.#sql = sql;
    this.#inventory = inventory;
  }

  /** The caller's calls of the days before and after a time: the last ones before and the first ones after it. */
  callsAround(hash: string, at: EpochMs): StoredCall[] {
    return this.#sql
      .exec<CallRow>(
        `SELECT * FROM (SELECT * FROM calls WHERE caller = ?1 AND id > ?2 AND id < ?3 ORDER BY id DESC LIMIT ${MOST_CALLS})
         UNION ALL
         SELECT * FROM (SELECT * FROM calls WHERE caller = ?1 AND id >= ?3 AND id < ?4 ORDER BY id LIMIT ${MOST_CALLS})`,
        hash,
        idAtTime(at - SPAM_WINDOW - SLACK),
        idAtTime(at + 1),
        idAtTime(at + SPAM_WINDOW + SLACK),
      )
      .toArray()
      .flatMap(ifReadable(toCall));
  }

  word(hash: string): CallerWord {
    const [said] = this.#sql
      .exec<{ spam: number | null; blocked: number }>(
        'SELECT spam, blocked FROM caller_words WHERE caller = ?',
        hash,
      )
      .toArray();
    if (said === undefined) return NOTHING_SAID;
    return { spam: said.spam === null ? null : said.spam === 1, isBlocked: said.blocked === 1 };
  }

  /** In place of what was said before. Of who is erased, or of a site that is, nothing is written down. */
  say(hash: string, { spam, isBlocked }: CallerWord): void {
    this.forget(hash);
    if (spam === null && !isBlocked) return;
    if (this.#inventory.isErased() || isBeingErased(this.#sql, 'caller', hash)) return;
    this.#sql.exec(
      'INSERT INTO caller_words (caller, spam, blocked) VALUES (?, ?, ?)',
      hash,
      spam === null ? null : Number(spam),
      Number(isBlocked),
    );
  }

  forget(hash: string): void {
    this.#sql.exec('DELETE FROM caller_words WHERE caller = ?', hash);
  }
}
