import { isRefusedRow } from '../db/storage-failure.ts';
import { within } from '../deadline.ts';
import { backoff } from '../domain/backoff.ts';
import { type EpochMs, SECOND } from '../domain/time.ts';
import type { SetAside } from './messages.ts';
import { outboxStatements } from './outbox-rows.ts';
import type { Revisions } from './revisions.ts';
import type { Noted, Unsent } from './unsent.ts';

/** Rows in one batch to D1: one transaction, which has to end soon. Who calls waits while it is put together. */
const BATCH_SIZE = 50;
/** Milliseconds between two batches in which whoever came meanwhile is served. */
const BREATH = 1;

/** A D1 that hangs counts as one that fails: the alarm has to end. */
const BATCH_DEADLINE = 20 * SECOND;

/** Who the rows belong to. */
type Sender = { readonly siteId: string; readonly shard: number };

/**
 * Sends changed rows on to D1, in the order in which they changed. What is sent is the row as it stands,
 * and a row is struck off only if it has not changed again meanwhile. D1 takes a row only if its revision
 * is newer, so sending twice, or out of order, is harmless. A row that D1 refuses for what it is holds up
 * no other: it is set aside, and tried again when it changes.
 */
export class Outbox {
  readonly #sql: SqlStorage;
  readonly #db: D1Database;
  readonly #unsent: Unsent;
  readonly #revisions: Revisions;
  #failures = 0;
  #retryAt: EpochMs = 0;

  constructor(sql: SqlStorage, db: D1Database, unsent: Unsent, revisions: Revisions) {
    this.#sql = sql;
    this.#db = db;
    this.#unsent = unsent;
    this.#revisions = revisions;
  }

  /** When to drain next: no sooner than asked, nor than a failure allows; undefined while empty. */
  dueAt(soonest: EpochMs): EpochMs | undefined {
    return this.#unsent.isEmpty() ? undefined : Math.max(soonest, this.#retryAt);
  }

  /** Until when D1 is left alone; past while it takes what it is sent. */
  restsUntil(): EpochMs {
    return this.#retryAt;
  }

  /** Batches in a row that D1 did not take, and when it is tried again. */
  failing(): { failures: number; retryAt: EpochMs | null } {
    return { failures: this.#failures, retryAt: this.#failures === 0 ? null : this.#retryAt };
  }

  setAside(): SetAside[] {
    return this.#sql
      .exec<SetAside>('SELECT entity, key, error, at FROM set_aside ORDER BY at')
      .toArray();
  }

  /** Sends all there is, or as far as D1 takes it. */
  async drain(sender: Sender, now: () => EpochMs): Promise<void> {
    for (;;) {
      const next = this.#unsent.next(BATCH_SIZE);
      if (next.length === 0) break;
      const noted = upToErasure(next);
      try {
        await this.#send(sender, noted, now);
        this.#failures = 0;
        this.#retryAt = 0;
      } catch (error) {
        this.#failures += 1;
        console.error(`outbox: D1 refused a batch (${this.#failures} in a row)`, error);
        this.#retryAt = now() + backoff(this.#failures);
        return;
      }
      if (next.length === BATCH_SIZE) await scheduler.wait(BREATH);
    }
    this.#unsent.markSent(this.#revisions, now());
  }

  /** Everything is to be sent again, what was set aside too. */
  resend(): void {
    this.#sql.exec('DELETE FROM set_aside');
    this.#unsent.forget();
  }

  /** @throws where D1 is not there; refusals of a row for what it is are dealt with. */
  async #send(sender: Sender, noted: readonly Noted[], now: () => EpochMs): Promise<void> {
    let statements: D1PreparedStatement[];
    try {
      statements = outboxStatements(this.#sql, this.#db, sender.siteId, sender.shard, noted);
    } catch (error) {
      return this.#isolate(sender, noted, error, now);
    }
    try {
      if (statements.length > 0) await within(BATCH_DEADLINE, this.#db.batch(statements));
    } catch (error) {
      if (!isRefusedRow(error)) throw error;
      return this.#isolate(sender, noted, error, now);
    }
    this.#taken(noted);
  }

  /** Finds the row at fault by halves. */
  async #isolate(
    sender: Sender,
    noted: readonly Noted[],
    error: unknown,
    now: () => EpochMs,
  ): Promise<void> {
    const [only] = noted;
    if (noted.length === 1 && only !== undefined) {
      console.error('outbox: a row was set aside', only.entity, only.key, error);
      this.#sql.exec(
        'INSERT OR REPLACE INTO set_aside (entity, key, rev, error, at) VALUES (?, ?, ?, ?, ?)',
        only.entity,
        only.key,
        only.rev,
        error instanceof Error ? error.message : String(error),
        now(),
      );
      this.#unsent.strikeOff(noted);
      return;
    }
    const half = Math.ceil(noted.length / 2);
    await this.#send(sender, noted.slice(0, half), now);
    await this.#send(sender, noted.slice(half), now);
  }

  #taken(noted: readonly Noted[]): void {
    this.#unsent.strikeOff(noted);
    const erased = noted.filter(({ entity }) => entity === 'erasure').map(({ key }) => key);
    if (erased.length > 0) {
      this.#sql.exec(
        "DELETE FROM erasures WHERE kind || ' ' || key IN (SELECT value FROM json_each(?))",
        JSON.stringify(erased),
      );
    }
    if (this.#sql.exec('SELECT 1 FROM set_aside LIMIT 1').toArray().length === 0) return;
    this.#sql.exec(
      `DELETE FROM set_aside WHERE (entity, key) IN
         (SELECT value ->> 'entity', value ->> 'key' FROM json_each(?))`,
      JSON.stringify(noted.map(({ entity, key }) => ({ entity, key }))),
    );
  }
}

/**
 * The notes up to the first erasure, or that one alone: what was noted of a person before it has to be in D1
 * by then, and what was noted after it is not to be erased.
 */
function upToErasure(noted: readonly Noted[]): readonly Noted[] {
  const at = noted.findIndex(({ entity }) => entity === 'erasure');
  return at < 0 ? noted : noted.slice(0, Math.max(1, at));
}
