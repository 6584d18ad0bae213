import type { Meta } from './meta.ts';

/** Revisions taken in advance: one row written for so many. */
const BLOCK = 20_000;

/**
 * Numbers the changes of the whole object, each higher than every one before, also across restarts: a
 * block is taken in advance, and a restart begins after it.
 */
export class Revisions {
  readonly #meta: Meta;
  #next: number;
  #limit: number;

  constructor(meta: Meta) {
    this.#meta = meta;
    this.#limit = this.#stored();
    this.#next = this.#limit;
  }

  next(): number {
    if (this.#next >= this.#limit) {
      this.#limit = this.#next + BLOCK;
      this.#meta.set('rev', String(this.#limit));
    }
    this.#next += 1;
    return this.#next - 1;
  }

  /** The highest one given out, or more. */
  last(): number {
    return this.#next - 1;
  }

  /** A transaction was undone, and maybe the taking of a block with it. */
  undone(): void {
    this.#limit = this.#stored();
  }

  #stored(): number {
    return Number(this.#meta.get('rev') ?? 1);
  }
}
