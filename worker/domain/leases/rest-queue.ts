import type { EpochMs } from '../time.ts';
import { Heap } from './heap.ts';
import type { NumberState } from './number-state.ts';

/** A number to lease, and when it was last seen: never, for one that was never used. */
export type Pick = { readonly number: string; readonly seenAt: EpochMs };

export type StateOf = (number: string) => NumberState | undefined;

/** Numbers that must not be picked now: shown for another target of the visit, or rung at the moment. */
export type Usable = (number: string) => boolean;

/**
 * Used numbers of which only those are to be had whose time has come, the one that rested longest first.
 *
 * The cost does not grow with the pool, whatever the hold times in it: signs of life move nothing, and
 * an entry that is out of date is put right when it comes to the front, once for each time that the
 * number was leased or went on being held. That is enough because no number is seen earlier than it was
 * before; nor is it to be had earlier, unless it is added again.
 */
export class RestQueue {
  readonly #stateOf: StateOf;
  readonly #availableFrom: (state: NumberState) => EpochMs;
  /** By when they may be had, or some time before that. */
  readonly #waiting = new Heap<string>();
  /** Those whose time had come, by when they were last seen, or some time before that. */
  readonly #rested = new Heap<string>();

  constructor(stateOf: StateOf, availableFrom: (state: NumberState) => EpochMs) {
    this.#stateOf = stateOf;
    this.#availableFrom = availableFrom;
  }

  /** A number that has been used; one that was added before does no harm. */
  add(number: string): void {
    this.#waiting.push(Number.NEGATIVE_INFINITY, number);
  }

  first(now: EpochMs, usable: Usable): Pick | undefined {
    this.#ripen(now);
    const first = this.#rested.first((number, key) => {
      const state = this.#stateOf(number);
      if (state?.seenAt === undefined) return 'dropped';
      const from = this.#availableFrom(state);
      if (from > now) {
        this.#waiting.push(from, number);
        return 'dropped';
      }
      if (state.seenAt > key) return state.seenAt;
      return usable(number) ? 'fits' : 'passed over';
    });
    return first && { number: first.item, seenAt: first.key };
  }

  #ripen(now: EpochMs): void {
    this.#waiting.first((number, key) => {
      if (key > now) return 'fits';
      const state = this.#stateOf(number);
      if (state?.seenAt === undefined) return 'dropped';
      const from = this.#availableFrom(state);
      if (from > now) return from;
      this.#rested.push(state.seenAt, number);
      return 'dropped';
    });
  }
}
