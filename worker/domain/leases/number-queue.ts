import type { EpochMs } from '../time.ts';
import { Heap } from './heap.ts';
import { type Pick, RestQueue, type StateOf, type Usable } from './rest-queue.ts';

const ALWAYS = Number.NEGATIVE_INFINITY;

/**
 * The numbers of a pool in the order in which they are to be leased: those never used in the owner's
 * order, then the one whose last holder was seen longest ago, because the longest rest makes a late call
 * least likely to be credited to the wrong visit. A number that somebody holds is never picked.
 */
export class NumberQueue {
  readonly #stateOf: StateOf;
  /** By their place in the owner's order. */
  readonly #unused = new Heap<string>();
  readonly #free: RestQueue;
  readonly #reclaimable: RestQueue;
  readonly #used: RestQueue;

  constructor(numbers: readonly string[], stateOf: StateOf) {
    this.#stateOf = stateOf;
    this.#free = new RestQueue(stateOf, (state) => state.freeAt);
    this.#reclaimable = new RestQueue(stateOf, (state) => state.reclaimableAt);
    this.#used = new RestQueue(stateOf, () => ALWAYS);
    for (const [place, number] of numbers.entries()) {
      if (this.#isUsed(number)) this.add(number);
      else this.#unused.push(place, number);
    }
  }

  /**
   * One of the numbers has been leased for the first time; or it is to be free earlier than it was, having
   * been taken back for a lease with a shorter hold time.
   */
  add(number: string): void {
    for (const queue of [this.#free, this.#reclaimable, this.#used]) queue.add(number);
  }

  /** The number to lease next; undefined where each one is held or not usable. */
  pick(now: EpochMs, usable: Usable): Pick | undefined {
    const unused = this.#unused.first((number) => {
      if (this.#isUsed(number)) return 'dropped';
      return usable(number) ? 'fits' : 'passed over';
    });
    return unused ? { number: unused.item, seenAt: ALWAYS } : this.#free.first(now, usable);
  }

  /**
   * Where there is none to pick: one whose holders never showed a sign of life and can show it no more,
   * the one idle longest.
   */
  reclaim(now: EpochMs, usable: Usable): Pick | undefined {
    return this.#reclaimable.first(now, usable);
  }

  /** The number that was idle longest, whoever holds it: the one to be shared. */
  idlest(usable: Usable): Pick | undefined {
    return this.#used.first(ALWAYS, usable);
  }

  #isUsed(number: string): boolean {
    return this.#stateOf(number)?.latest !== undefined;
  }
}
