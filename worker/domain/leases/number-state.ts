import type { EpochMs } from '../time.ts';
import { type Lease, reclaimableAt, reusableAt } from './lease.ts';

/** Memory has an end; a television spot that sends everybody to a handful of numbers should not reach it. */
export const MOST_HOLDERS = 2_000;

/** Whose session and visitor have been erased: the lease stays taken, in memory, and is written no more. */
export const NOBODY = '';

/**
 * One number and the leases that were begun on it since it was last leased to one visitor alone: that
 * lease first, then those that share it. Nothing here is looked through from end to end, for in a rush
 * one number may be shared by very many.
 */
export class NumberState {
  readonly number: string;
  /** By id, in the order in which they were last seen. */
  readonly #leases = new Map<string, Lease>();
  #first: Lease | undefined;
  readonly #byVisitor = new Map<string, string>();
  #latest: Lease | undefined;
  #seenAt: EpochMs | undefined;
  #freeAt: EpochMs = Number.NEGATIVE_INFINITY;
  #reclaimableAt: EpochMs = Number.NEGATIVE_INFINITY;

  constructor(number: string) {
    this.number = number;
  }

  /** The lease that began last; undefined for a number never used. */
  get latest(): Lease | undefined {
    return this.#latest;
  }

  /** When any of its holders was last seen; undefined for a number never used. */
  get seenAt(): EpochMs | undefined {
    return this.#seenAt;
  }

  /** From when on nobody holds the number any more. */
  get freeAt(): EpochMs {
    return this.#freeAt;
  }

  /** From when on no page can show the number, and everyone who holds it may turn out to be nobody. */
  get reclaimableAt(): EpochMs {
    return this.#reclaimableAt;
  }

  /** The lease from which all others here were shared, or the only one. */
  get first(): Lease | undefined {
    return this.#first;
  }

  leases(): Iterable<Lease> {
    return this.#leases.values();
  }

  get(id: string): Lease | undefined {
    return this.#leases.get(id);
  }

  /** The visitor's latest lease of the number. */
  ofVisitor(visitorId: string): Lease | undefined {
    return this.#leases.get(this.#byVisitor.get(visitorId) ?? '');
  }

  /** Whether anybody but the visitor holds the number at a time. */
  isHeldBeside(visitorId: string, at: EpochMs): boolean {
    if (at >= this.#freeAt) return false;
    for (const lease of this.#leases.values()) {
      if (lease.visitorId !== visitorId && at < reusableAt(lease)) return true;
    }
    return false;
  }

  /** Whether so many hold the number that nobody else should. */
  isCrowded(at: EpochMs): boolean {
    if (this.#leases.size < MOST_HOLDERS) return false;
    let over = 0;
    for (const lease of this.#leases.values()) {
      if (at < reusableAt(lease)) break;
      over += 1;
    }
    return this.#leases.size - over >= MOST_HOLDERS;
  }

  /**
   * A lease begins: alone, which ends all that was, or beside those that still hold the number.
   *
   * @returns the leases that are over by it.
   */
  begin(lease: Lease): Lease[] {
    const over: Lease[] = [];
    for (const other of this.#leases.values()) {
      const stays = lease.grade === 'shared' && lease.startedAt < reusableAt(other);
      // Whoever was seen longest ago runs out first: what is behind one that holds is not looked at.
      if (stays) break;
      over.push(other);
    }
    const former = this.ofVisitor(lease.visitorId);
    if (former && !over.includes(former)) over.push(former);
    for (const { id, visitorId } of over) {
      this.#leases.delete(id);
      if (this.#first?.id === id) this.#first = undefined;
      if (this.#byVisitor.get(visitorId) === id) this.#byVisitor.delete(visitorId);
    }
    if (this.#leases.size === 0) {
      this.#freeAt = Number.NEGATIVE_INFINITY;
      this.#reclaimableAt = Number.NEGATIVE_INFINITY;
    }
    this.#latest = lease;
    this.#first ??= this.#leases.values().next().value ?? lease;
    this.#byVisitor.set(lease.visitorId, lease.id);
    this.update(lease);
    return over;
  }

  /** A newer state of a lease that has begun here. */
  update(lease: Lease): void {
    this.#leases.delete(lease.id);
    this.#leases.set(lease.id, lease);
    if (this.#first?.id === lease.id) this.#first = lease;
    if (this.#latest?.id === lease.id) this.#latest = lease;
    this.#seenAt = Math.max(this.#seenAt ?? lease.lastSeenAt, lease.lastSeenAt);
    this.#freeAt = Math.max(this.#freeAt, reusableAt(lease));
    this.#reclaimableAt = Math.max(this.#reclaimableAt, reclaimableAt(lease));
  }

  /** The visitor's leases become nobody's. */
  anonymise(visitorId: string): void {
    for (const lease of [...this.#leases.values()]) {
      if (lease.visitorId !== visitorId) continue;
      const nobody = `erased ${lease.id}`;
      this.update({ ...lease, visitorId: nobody, sessionId: NOBODY });
      this.#byVisitor.set(nobody, lease.id);
    }
    this.#byVisitor.delete(visitorId);
  }
}
