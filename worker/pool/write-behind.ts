import { type EpochMs, SECOND } from '../domain/time.ts';
import { type Row, rowSeenAt } from './rows.ts';

type Entry = {
  row: Row;
  /** When the row was last seen, as its table has it: what memory must not be ahead of by more than a step. */
  savedSeenAt: EpochMs;
  /** From when on the row is saved if anything is; undefined while its table has it as it is. */
  dueAt: EpochMs | undefined;
};

/** Whoever leaves a page mostly comes to the next one; who has not by then has left, and that is saved. */
const SETTLES_AFTER = 30 * SECOND;

/**
 * Rows that memory may be ahead of. What comes often and may be lost for one persistence step (renewals,
 * page views) is kept here and saved at most once a step; what was promised to last is saved at once.
 */
export class WriteBehind {
  readonly #entries = new Map<string, Entry>();
  readonly #step: number;
  /** When the first row that waits is due; asked on every request, so not looked for each time. */
  #nextFlushAt: EpochMs | undefined;

  constructor(step: number) {
    this.#step = step;
  }

  get(id: string): Row | undefined {
    return this.#entries.get(id)?.row;
  }

  /** A row as it was read from its table. */
  loaded(row: Row): Row {
    this.#entries.set(row.id, { row, savedSeenAt: rowSeenAt(row), dueAt: undefined });
    return row;
  }

  /** Whether `put` would have to save the row at once: what is saved was seen a step ago. */
  isDue(row: Row, now: EpochMs): boolean {
    const entry = this.#entries.get(row.id);
    return entry === undefined || now - entry.savedSeenAt >= this.#step;
  }

  /**
   * Keeps the row until a step after it was last saved. If its visitor `leaves` it may go sooner, with
   * whatever else is saved then: that alone is no reason to wake the object.
   */
  put(row: Row, now: EpochMs, leaves: boolean): void {
    const savedSeenAt = this.#entries.get(row.id)?.savedSeenAt ?? 0;
    const atLatest = savedSeenAt + this.#step;
    const dueAt = leaves ? Math.min(atLatest, now + SETTLES_AFTER) : atLatest;
    this.#entries.set(row.id, { row, savedSeenAt, dueAt });
    this.#waitsUntil(atLatest);
  }

  /** The rows that wait, whatever their time. */
  waiting(): Row[] {
    return [...this.#entries.values()]
      .filter(({ dueAt }) => dueAt !== undefined)
      .map(({ row }) => row);
  }

  forget(id: string): void {
    this.#entries.delete(id);
  }

  /** The rows that are due. Forgets what has been idle for `idleAfter`. */
  due(now: EpochMs, idleAfter: number): Row[] {
    this.#nextFlushAt = undefined;
    const due: Row[] = [];
    for (const [id, entry] of this.#entries) {
      if (entry.dueAt === undefined) {
        if (now - rowSeenAt(entry.row) >= idleAfter) this.#entries.delete(id);
        continue;
      }
      if (entry.dueAt <= now) {
        due.push(entry.row);
        // A row that cannot be saved is tried again a step later.
        entry.dueAt = now + this.#step;
      }
      this.#waitsUntil(Math.max(entry.dueAt, entry.savedSeenAt + this.#step));
    }
    return due;
  }

  /** When the next row is due to be saved; undefined where memory is ahead of nothing. */
  nextFlushAt(): EpochMs | undefined {
    return this.#nextFlushAt;
  }

  #waitsUntil(at: EpochMs): void {
    this.#nextFlushAt = Math.min(this.#nextFlushAt ?? at, at);
  }
}
