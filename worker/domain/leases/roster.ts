import type { EpochMs } from '../time.ts';
import { type Lease, renewLease, reusableAt } from './lease.ts';
import { type NumberState, pickNumber } from './pick-number.ts';

type RosterPool = { readonly holdSeconds: number; readonly numbers: ReadonlySet<string> };

/**
 * Who holds which number now: the latest lease of every number, found by number and by visitor. A cache
 * in the object's memory; whatever it holds can be read again from the leases.
 */
export class Roster {
  readonly #pools = new Map<string, RosterPool>();
  readonly #latest = new Map<string, Lease>();
  readonly #byVisitor = new Map<string, Lease>();

  constructor(
    pools: readonly { name: string; holdSeconds: number; numbers: readonly string[] }[],
    latestLeases: Iterable<Lease>,
  ) {
    for (const { name, holdSeconds, numbers } of pools) {
      this.#pools.set(name, { holdSeconds, numbers: new Set(numbers) });
    }
    for (const lease of [...latestLeases].sort((a, b) => a.startedAt - b.startedAt)) {
      this.record(lease);
    }
  }

  /** The lease on which the visitor may be shown a number for the target, while nobody held it since. */
  leaseOf(visitorId: string, target: string): Lease | undefined {
    return this.#byVisitor.get(visitorKey(visitorId, target));
  }

  /** A number of the pool that may be leased now, other than those already `taken` in this visit. */
  pick(poolName: string, now: EpochMs, taken: ReadonlySet<string>): string | undefined {
    const pool = this.#pools.get(poolName);
    return pool && pickNumber(this.#states(pool.numbers, taken), now);
  }

  /** Whether a number is leased by the pool; a removed one still forwards and matches, but is not. */
  leases(poolName: string, number: string): boolean {
    return this.#pools.get(poolName)?.numbers.has(number) ?? false;
  }

  holdSeconds(poolName: string): number | undefined {
    return this.#pools.get(poolName)?.holdSeconds;
  }

  latest(number: string): Lease | undefined {
    return this.#latest.get(number);
  }

  /** A new lease, or a newer state of a known one. */
  record(lease: Lease): void {
    const before = this.#latest.get(lease.number);
    const shown = before && this.leaseOf(before.visitorId, before.target)?.id === before.id;
    if (shown) this.#byVisitor.delete(visitorKey(before.visitorId, before.target));
    this.#latest.set(lease.number, lease);
    // Signs of life of a lease do not bring it back where its visitor has a newer one for the target.
    if (shown || before?.id !== lease.id) {
      this.#byVisitor.set(visitorKey(lease.visitorId, lease.target), lease);
    }
  }

  /**
   * The visitor still sees the number: moves `lastSeenAt` forward. Undefined where the number has been
   * leased to somebody else since, or the lease had run out by then: what is over is not revived.
   */
  renew(number: string, visitorId: string, seenAt: EpochMs): Lease | undefined {
    const current = this.#latest.get(number);
    if (current?.visitorId !== visitorId || seenAt >= reusableAt(current)) return undefined;
    const renewed = renewLease(current, seenAt);
    this.record(renewed);
    return renewed;
  }

  *#states(numbers: ReadonlySet<string>, taken: ReadonlySet<string>): Iterable<NumberState> {
    for (const number of numbers) {
      if (!taken.has(number)) yield { number, latest: this.#latest.get(number) };
    }
  }
}

function visitorKey(visitorId: string, target: string): string {
  return `${visitorId} ${target}`;
}
