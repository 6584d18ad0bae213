import type { EpochMs } from '../time.ts';

/** Share of a pool that visitors of one network may hold as their own, unless the owner says otherwise. */
export const NETWORK_SHARE = 0.25;
/** An office, a school or a mobile carrier is one network too: a few visitors are never too many. */
const ALWAYS_ALLOWED = 3;

/** How many numbers of a pool one network may hold as its own. */
export function networkLimit(poolSize: number, share: number | null): number {
  return Math.max(ALWAYS_ALLOWED, Math.floor(poolSize * (share ?? NETWORK_SHARE)));
}

/**
 * Which numbers each network holds as its own. In memory only: whoever asked from where is nobody's
 * business for longer than the numbers are held.
 */
export class NetworkHoldings {
  readonly #numbers = new Map<string, Set<string>>();
  readonly #networkOf = new Map<string, string>();

  /** The number is now held from the network, and from no other; null for one that is not counted. */
  holds(network: string | null, number: string): void {
    const before = this.#networkOf.get(number);
    if (before !== undefined) this.#drop(before, number);
    if (network === null) return;
    this.#networkOf.set(number, network);
    const held = this.#numbers.get(network) ?? new Set();
    this.#numbers.set(network, held.add(number));
  }

  /** The numbers that the network still holds. */
  heldBy(network: string, now: EpochMs, freeAt: (number: string) => EpochMs): ReadonlySet<string> {
    const held = this.#numbers.get(network);
    if (held === undefined) return NONE;
    for (const number of held) {
      if (freeAt(number) <= now) this.#drop(network, number);
    }
    return held;
  }

  #drop(network: string, number: string): void {
    this.#networkOf.delete(number);
    const held = this.#numbers.get(network);
    held?.delete(number);
    if (held?.size === 0) this.#numbers.delete(network);
  }
}

const NONE: ReadonlySet<string> = new Set();
