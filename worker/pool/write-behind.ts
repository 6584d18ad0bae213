import type { EpochMs } from '../domain/time.ts';

type Entry<T> = { value: T; savedAt: EpochMs; dirty: boolean };

/**
 * Rows that memory may be ahead of. What comes often and may be lost for one persistence step (renewals,
 * page views) is kept here and saved at most once a step; what was promised to last is saved at once.
 */
export class WriteBehind<T extends { readonly id: string; readonly lastSeenAt: EpochMs }> {
  readonly #entries = new Map<string, Entry<T>>();
  readonly #save: (value: T) => void;
  readonly #step: number;

  constructor(save: (value: T) => void, step: number) {
    this.#save = save;
    this.#step = step;
  }

  get(id: string): T | undefined {
    return this.#entries.get(id)?.value;
  }

  values(): Iterable<T> {
    return Array.from(this.#entries.values(), (entry) => entry.value);
  }

  /** A row as it was read from its table. */
  loaded(value: T, now: EpochMs): T {
    this.#entries.set(value.id, { value, savedAt: now, dirty: false });
    return value;
  }

  /** Saves before returning: the caller's transaction makes it durable. */
  putDurably(value: T, now: EpochMs): void {
    this.#save(value);
    this.#entries.set(value.id, { value, savedAt: now, dirty: false });
  }

  /** Saves only if the last save is a step ago; else a later `flush` does. */
  put(value: T, now: EpochMs): void {
    const entry = this.#entries.get(value.id);
    if (entry === undefined || now - entry.savedAt >= this.#step) {
      this.putDurably(value, now);
      return;
    }
    if (value === entry.value) return;
    entry.value = value;
    entry.dirty = true;
  }

  /** Saves what has waited for a step, and forgets what has been idle for `idleAfter`. */
  flush(now: EpochMs, idleAfter: number): void {
    for (const [id, entry] of this.#entries) {
      if (entry.dirty && now - entry.savedAt >= this.#step) this.putDurably(entry.value, now);
      if (!entry.dirty && now - entry.value.lastSeenAt >= idleAfter) this.#entries.delete(id);
    }
  }

  /** When the next row is due to be saved; undefined where memory is ahead of nothing. */
  nextFlushAt(): EpochMs | undefined {
    let next: EpochMs | undefined;
    for (const { dirty, savedAt } of this.#entries.values()) {
      if (dirty) next = Math.min(next ?? Number.POSITIVE_INFINITY, savedAt + this.#step);
    }
    return next;
  }
}
