import { type Area, areaOf } from '../areas/area.ts';
import type { PoolDefinition } from '../site-snapshot.ts';
import type { EpochMs } from '../time.ts';
import { CallsInProgress } from './calls-in-progress.ts';
import { type Lease, leaveLease, renewLease, reusableAt } from './lease.ts';
import { NetworkHoldings, networkLimit } from './network-share.ts';
import { NumberState } from './number-state.ts';
import { RosterPool } from './roster-pool.ts';

/** What is asked of a pool for one target of a visit. */
export type Wish = {
  readonly pool: string;
  readonly visitorId: string;
  readonly now: EpochMs;
  /** Numbers that stand for other targets of the visit. */
  readonly taken: ReadonlySet<string>;
  readonly area: Area | undefined;
  readonly network: string | null;
};

/** What a pool has to give: a number for one visitor alone, or one that others hold too. */
export type Offer =
  | { readonly grade: 'own' | 'shared'; readonly number: string; readonly exhausted: boolean }
  | { readonly grade: 'none'; readonly exhausted: boolean };

/**
 * Who holds which number now: the leases of every number that still matter, found by number and by
 * visitor. A cache in the object's memory; whatever it holds can be read again from the leases.
 */
export class Roster {
  readonly #pools = new Map<string, RosterPool>();
  readonly #states = new Map<string, NumberState>();
  readonly #byVisitor = new Map<string, Lease>();
  readonly calls = new CallsInProgress();
  readonly #networks = new NetworkHoldings();
  readonly #areas = new Map<string, Area>();

  constructor(pools: readonly PoolDefinition[], leases: Iterable<Lease>) {
    // Ids are in the order of their making, whatever a clock that was put back says of the time.
    const oldestFirst = [...leases].sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const lease of oldestFirst) this.record(lease);
    this.usePools(pools);
  }

  /** The pools as they are from now on; whoever holds a number goes on holding it. */
  usePools(pools: readonly PoolDefinition[]): void {
    this.#pools.clear();
    for (const pool of pools) {
      const stateOf = (number: string) => this.#states.get(number);
      this.#pools.set(pool.name, new RosterPool(pool, (number) => this.areaOf(number), stateOf));
    }
  }

  /** Where a number is at home; found out once, for it means parsing the number. */
  areaOf(number: string): Area {
    const known = this.#areas.get(number) ?? areaOf(number);
    this.#areas.set(number, known);
    return known;
  }

  /** The lease on which the visitor may be shown a number for the target, while nobody held it since. */
  leaseOf(visitorId: string, target: string): Lease | undefined {
    return this.#byVisitor.get(visitorKey({ visitorId, target }));
  }

  pool(name: string): PoolDefinition | undefined {
    return this.#pools.get(name)?.settings;
  }

  /** Whether the number is what a pool shows when it has none to lease. */
  isFallback(number: string): boolean {
    return [...this.#pools.values()].some(({ settings }) => settings.fallback === number);
  }

  /** Whether a number may be leased anew by the pool; a removed one still forwards and matches. */
  leases(poolName: string, number: string): boolean {
    const pool = this.#pools.get(poolName);
    return pool !== undefined && !pool.settings.paused && pool.has(number);
  }

  /**
   * The best that the pool can give a visitor: a number of their own, else, if the pool shares, the one
   * idle longest. A network that holds its share of the pool already shares among its own numbers, so
   * that it takes nothing from anybody else.
   */
  offer(wish: Wish): Offer {
    const pool = this.#pools.get(wish.pool);
    if (pool === undefined || pool.settings.paused) return { grade: 'none', exhausted: false };
    const { share } = pool.settings;
    const usable = (number: string) =>
      !wish.taken.has(number) &&
      !this.calls.isRung(number, wish.now) &&
      !this.#isTheirs(number, wish);
    const sharable = (number: string) =>
      usable(number) && !this.#states.get(number)?.isCrowded(wish.now);

    if (this.isNetworkFull(wish.pool, wish.network, wish.now)) {
      const ofNetwork = [...this.#heldBy(wish.network, wish.now)].filter((held) => pool.has(held));
      const number = share ? this.#idlestOf(ofNetwork.filter(sharable)) : undefined;
      return number === undefined
        ? { grade: 'none', exhausted: false }
        : { grade: 'shared', number, exhausted: false };
    }
    const own = pool.pick(wish.now, wish.area, usable);
    if (own !== undefined) return { grade: 'own', number: own, exhausted: false };
    const shared = share ? pool.idlest(sharable) : undefined;
    return shared === undefined
      ? { grade: 'none', exhausted: true }
      : { grade: 'shared', number: shared, exhausted: true };
  }

  /** Whether a network holds as many of the pool's numbers as its own as it may. */
  isNetworkFull(poolName: string, network: string | null, now: EpochMs): boolean {
    const pool = this.#pools.get(poolName);
    if (network === null || pool === undefined) return false;
    const { numbers, networkShare } = pool.settings;
    let held = 0;
    for (const number of this.#heldBy(network, now)) if (pool.has(number)) held += 1;
    return held >= networkLimit(numbers.length, networkShare);
  }

  /** The number's latest lease. */
  latest(number: string): Lease | undefined {
    return this.#states.get(number)?.latest;
  }

  /** Who holds the number; undefined where it was never used. */
  stateOf(number: string): NumberState | undefined {
    return this.#states.get(number);
  }

  /** How many of a pool's numbers are live or held. */
  heldCount(poolName: string, now: EpochMs): number {
    const numbers = this.pool(poolName)?.numbers ?? [];
    return numbers.filter((number) => now < this.#freeAt(number)).length;
  }

  /** A new lease, or a newer state of a known one. `network` where a new one is counted to it. */
  record(lease: Lease, network: string | null = null): void {
    const state = this.#states.get(lease.number) ?? new NumberState(lease.number);
    this.#states.set(lease.number, state);
    if (state.get(lease.id)) this.#update(state, lease);
    else this.#begin(state, lease, network);
  }

  /**
   * The visitor's lease of the number as it is when they were still seen with it at `seenAt`; to be
   * recorded. Undefined where the number has been leased to somebody else since, or the lease had run
   * out by then: what is over is not revived.
   *
   * @param leaves whether they said goodbye, which is no sign of somebody who stays.
   */
  renewed(number: string, visitorId: string, seenAt: EpochMs, leaves = false): Lease | undefined {
    const current = this.#states.get(number)?.ofVisitor(visitorId);
    if (current === undefined || seenAt >= reusableAt(current)) return undefined;
    return leaves ? leaveLease(current, seenAt) : renewLease(current, seenAt);
  }

  /** What the visitor holds stays taken, by nobody. */
  anonymise(visitorId: string): void {
    for (const state of this.#states.values()) {
      const lease = state.ofVisitor(visitorId);
      if (lease) this.#forget(lease);
      state.anonymise(visitorId);
    }
  }

  /** The number is another shard's now: nobody here has it, or will have it again. */
  release(number: string): void {
    for (const lease of this.#states.get(number)?.leases() ?? []) this.#forget(lease);
    this.#states.delete(number);
  }

  /** Whether nobody holds the number and no call to it is in progress. */
  isFree(number: string, now: EpochMs): boolean {
    return this.#freeAt(number) <= now && !this.calls.isRung(number, now);
  }

  /** Another page of the visitor may show it for another target. */
  #isTheirs(number: string, { visitorId, now }: Wish): boolean {
    const theirs = this.#states.get(number)?.ofVisitor(visitorId);
    return theirs !== undefined && now < reusableAt(theirs);
  }

  #idlestOf(numbers: readonly string[]): string | undefined {
    const seen = (number: string) => this.#states.get(number)?.seenAt ?? Number.NEGATIVE_INFINITY;
    return numbers.reduce<string | undefined>(
      (best, number) => (best === undefined || seen(number) < seen(best) ? number : best),
      undefined,
    );
  }

  #heldBy(network: string | null, now: EpochMs): ReadonlySet<string> {
    if (network === null) return new Set();
    return this.#networks.heldBy(network, now, (number) => this.#freeAt(number));
  }

  #freeAt(number: string): EpochMs {
    return this.#states.get(number)?.freeAt ?? Number.NEGATIVE_INFINITY;
  }

  #update(state: NumberState, lease: Lease): void {
    state.update(lease);
    const key = visitorKey(lease);
    // Signs of life of a lease do not bring it back where its visitor has a newer one for the target.
    if (this.#byVisitor.get(key)?.id === lease.id) this.#byVisitor.set(key, lease);
  }

  #begin(state: NumberState, lease: Lease, network: string | null): void {
    const heldUntil = state.latest === undefined ? Number.POSITIVE_INFINITY : state.freeAt;
    for (const over of state.begin(lease)) this.#forget(over);
    this.#byVisitor.set(visitorKey(lease), lease);
    if (state.freeAt < heldUntil) {
      for (const pool of this.#pools.values()) pool.add(lease.number);
    }
    if (state.first === lease) this.#networks.holds(network, lease.number);
  }

  /** The visitor is not shown the number any more on account of this lease. */
  #forget(lease: Lease): void {
    const key = visitorKey(lease);
    if (this.#byVisitor.get(key)?.id === lease.id) this.#byVisitor.delete(key);
  }
}

function visitorKey({ visitorId, target }: Pick<Lease, 'visitorId' | 'target'>): string {
  return `${visitorId} ${target}`;
}
