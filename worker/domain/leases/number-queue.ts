import { type EpochMs, SECOND } from '../time.ts';
import { Heap } from './heap.ts';
import type { Lease } from './lease.ts';
import { freeAt, type NumberState, reclaimableFrom, seenAt } from './number-state.ts';

/** A number to lease, and when it was last seen: never, for one that was never used. */
export type Pick = { readonly number: string; readonly seenAt: EpochMs };

type StateOf = (number: string) => NumberState;
/** Numbers that must not be picked now: shown for another target of the visit, or rung at the moment. */
type Usable = (number: string) => boolean;

/**
 * The numbers of a pool in the order in which they are to be leased: those never used in the owner's
 * order, then the one whose last holder was seen longest ago, because the longest rest makes a late call
 * least likely to be credited to the wrong visit. A number that somebody holds is never picked.
 *
 * The cost does not grow with the pool: signs of life move nothing, and an entry that is out of date is
 * put right when it comes to the front.
 */
export class NumberQueue {
  readonly #stateOf: StateOf;
  readonly #unused: readonly string[];
  #firstUnused = 0;
  /** Every used number once, by when it was last seen or some time before that. */
  readonly #byRest = new Heap<string>();
  readonly #provisional = new Heap<Lease>();
  /** Nothing seen after `now` less this can be free. */
  #shortestHold = Number.POSITIVE_INFINITY;

  constructor(numbers: readonly string[], stateOf: StateOf) {
    this.#stateOf = stateOf;
    this.#unused = numbers.filter((number) => seenAt(stateOf(number)) === undefined);
    for (const number of numbers) {
      for (const [index, lease] of stateOf(number).leases.entries()) {
        this.leased(lease, index === 0);
      }
    }
  }

  /** A new lease of one of the numbers; `firstEver` where it was never used before. */
  leased(lease: Lease, firstEver: boolean): void {
    this.#shortestHold = Math.min(this.#shortestHold, lease.holdSeconds * SECOND);
    if (firstEver) this.#byRest.push(lease.lastSeenAt, lease.number);
    if (lease.provisional) this.#provisional.push(lease.lastSeenAt, lease);
  }

  /** The number to lease next; undefined where each one is held or not usable. */
  pick(now: EpochMs, usable: Usable): Pick | undefined {
    const unused = this.#pickUnused(usable);
    if (unused !== undefined) return { number: unused, seenAt: Number.NEGATIVE_INFINITY };
    return this.#firstByRest(now - this.#shortestHold, (number) => {
      return freeAt(this.#stateOf(number)) <= now && usable(number);
    });
  }

  /** The number that was idle longest, whoever holds it: the one to be shared. */
  idlest(usable: Usable): Pick | undefined {
    return this.#firstByRest(Number.POSITIVE_INFINITY, usable);
  }

  /** A number whose only holders never showed a sign of life and can show it no more; idle longest first. */
  reclaim(now: EpochMs, usable: Usable): Pick | undefined {
    const passedOver: Lease[] = [];
    let found: Pick | undefined;
    for (let top = this.#provisional.peek(); top && !found; top = this.#provisional.peek()) {
      const lease = top.item;
      const state = this.#stateOf(lease.number);
      const current = state.leases.find(({ id }) => id === lease.id);
      if (!current?.provisional) {
        this.#provisional.pop();
      } else if (reclaimableFrom(state) <= now && usable(lease.number)) {
        found = { number: lease.number, seenAt: lease.lastSeenAt };
      } else if (now < reclaimableFrom({ ...state, leases: [current] })) {
        break;
      } else {
        passedOver.push(lease);
        this.#provisional.pop();
      }
    }
    for (const lease of passedOver) this.#provisional.push(lease.lastSeenAt, lease);
    return found;
  }

  #pickUnused(usable: Usable): string | undefined {
    const isUsed = (number: string) => this.#stateOf(number).leases.length > 0;
    for (let at = this.#firstUnused; at < this.#unused.length; at++) {
      const number = this.#unused[at] as string;
      if (isUsed(number)) {
        if (at === this.#firstUnused) this.#firstUnused += 1;
      } else if (usable(number)) {
        return number;
      }
    }
    return undefined;
  }

  /** The first in the order of rest that fits, among those last seen no later than `until`. */
  #firstByRest(until: EpochMs, fits: Usable): Pick | undefined {
    const passedOver: Pick[] = [];
    let found: Pick | undefined;
    for (let top = this.#byRest.peek(); top && !found; top = this.#byRest.peek()) {
      const { key, item: number } = top;
      const actual = seenAt(this.#stateOf(number)) ?? key;
      if (key > until) break;
      if (actual > key) {
        this.#byRest.postpone(actual);
      } else if (fits(number)) {
        found = { number, seenAt: actual };
      } else {
        passedOver.push({ number, seenAt: actual });
        this.#byRest.pop();
      }
    }
    for (const { number, seenAt: key } of passedOver) this.#byRest.push(key, number);
    return found;
  }
}
