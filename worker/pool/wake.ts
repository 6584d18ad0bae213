import type { EpochMs } from '../domain/time.ts';

/**
 * Something that can be set to ring once, as the object's alarm can: it rings at the earliest time that was asked for
 * since it last rang. Setting the alarm costs a row, so it is set only when that makes it ring earlier.
 */
export class Wake {
  readonly #set: (at: EpochMs) => void;
  #at: EpochMs | undefined;

  constructor(set: (at: EpochMs) => void) {
    this.#set = set;
  }

  /** Rings by `at` at the latest. */
  by(at: EpochMs | undefined): void {
    if (at === undefined || (this.#at !== undefined && this.#at <= at)) return;
    this.#at = at;
    this.#set(at);
  }

  /** Whether it should have rung by now. */
  isDue(now: EpochMs): boolean {
    return this.#at !== undefined && this.#at <= now;
  }

  /** It has rung, or is not known to be set. */
  rang(): void {
    this.#at = undefined;
  }
}
