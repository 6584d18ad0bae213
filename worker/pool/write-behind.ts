import type { EpochMs } from '../domain/time.ts';

type Entry<T> = {
  value: T;
  /** `lastSeenAt` as the table has it: what memory must not be ahead of by more than a step. */
  savedSeenAt: EpochMs;
  dirty: boolean;
};

/**
 * Rows that memory may be ahead of. What comes often and may be lost for one persistence step (renewals,
 * page views) is kept here and saved at most once a step; what was promised to last is saved at once.
 */
export class WriteBehind<T extends { readonly id: string; readonly lastSeenAt: EpochMs }> {
  readonly #entries = new Map<string, Entry<T>>();
  readonly #save: (value: T) => void;
  readonly #step: number;
  /** When the first row that waits is due; asked on every request, so not looked for each time. */
  #nextFlushAt: EpochMs | undefined;

  constructor(save: (value: T) => void, step: number) {
    this.#save = save;
    this.#step = step;
  }

  get(id: string): T | undefined {
    return this.#entries.get(id)?.value;
  }

  /** A row as it was read from its table. */
  loaded(value: T): T {
    this.#entries.set(value.id, { value, savedSeenAt: value.lastSeenAt, dirty: false });
    return value;
  }

  /** Saves before returning: the caller's transaction makes it durable. */
  putDurably(value: T): void {
    this.#save(value);
    this.loaded(value);
  }

  /** Saves only if what is saved was seen a step ago; else a later `flush` does. */
  put(value: T, now: EpochMs): void {
    const entry = this.#entries.get(value.id);
    if (value === entry?.value) return;
    if (entry === undefined || now - entry.savedSeenAt >= this.#step) {
      this.putDurably(value);
      return;
    }
    entry.value = value;
    entry.dirty = true;
    this.#waitsUntil(entry.savedSeenAt + this.#step);
  }

  /** Saves everything that waits, whatever its time. */
  saveAll(): void {
    for (const { dirty, value } of this.#entries.values()) {
      if (dirty) this.putDurably(value);
    }
  }

  /** Saves what has waited for a step, and forgets what has been idle for `idleAfter`. */
  flush(now: EpochMs, idleAfter: number): void {
    this.#nextFlushAt = undefined;
    for (const [id, entry] of this.#entries) {
      const due = now - entry.savedSeenAt >= this.#step;
      if (entry.dirty && due) this.putDurably(entry.value);
      else if (entry.dirty) this.#waitsUntil(entry.savedSeenAt + this.#step);
      else if (now - entry.value.lastSeenAt >= idleAfter) this.#entries.delete(id);
    }
  }

  /** When the next row is due to be saved; undefined where memory is ahead of nothing. */
  nextFlushAt(): EpochMs | undefined {
    return this.#nextFlushAt;
  }

  #waitsUntil(at: EpochMs): void {
    this.#nextFlushAt = Math.min(this.#nextFlushAt ?? at, at);
  }
}
