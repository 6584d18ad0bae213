import { type Lease, reclaimableAt, reusableAt } from '../../../../worker/domain/leases/lease.ts';
import type { NumberState } from '../../../../worker/domain/leases/number-state.ts';
import type { EpochMs } from '../../../../worker/domain/time.ts';

const NEVER = Number.NEGATIVE_INFINITY;

/** Numbers that are equally good, and when they were last seen. */
export type Choice = { readonly seenAt: EpochMs; readonly numbers: readonly string[] };

type Usable = (number: string) => boolean;

/** The rule of leasing as one would write it first, looking at every number: what the queue has to equal. */
export class NaiveQueue {
  readonly #numbers: readonly string[];
  readonly #stateOf: (number: string) => NumberState | undefined;

  constructor(numbers: readonly string[], stateOf: (number: string) => NumberState | undefined) {
    this.#numbers = numbers;
    this.#stateOf = stateOf;
  }

  pick(now: EpochMs, usable: Usable): Choice | undefined {
    const fits = (number: string) => usable(number) && this.#until(number, reusableAt) <= now;
    const unused = this.#numbers.find((number) => this.#seenAt(number) === NEVER && fits(number));
    if (unused !== undefined) return { seenAt: NEVER, numbers: [unused] };
    return this.#restedLongest(fits);
  }

  reclaim(now: EpochMs, usable: Usable): Choice | undefined {
    return this.#restedLongest(
      (number) => usable(number) && this.#until(number, reclaimableAt) <= now,
    );
  }

  idlest(usable: Usable): Choice | undefined {
    return this.#restedLongest(usable);
  }

  #restedLongest(fits: Usable): Choice | undefined {
    const used = this.#numbers.filter((number) => this.#seenAt(number) !== NEVER && fits(number));
    const seenAt = Math.min(...used.map((number) => this.#seenAt(number)));
    const numbers = used.filter((number) => this.#seenAt(number) === seenAt);
    return numbers.length === 0 ? undefined : { seenAt, numbers };
  }

  #seenAt(number: string): EpochMs {
    return this.#until(number, (lease) => lease.lastSeenAt);
  }

  #until(number: string, end: (lease: Lease) => EpochMs): EpochMs {
    return Math.max(NEVER, ...[...(this.#stateOf(number)?.leases() ?? [])].map(end));
  }
}
