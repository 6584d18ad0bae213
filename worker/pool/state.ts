import { idAfter, idAtTime, isOfLaterTime, NO_PLACE } from '../domain/ids.ts';
import { type Lease, PERSISTENCE_STEP, recoverLease } from '../domain/leases/lease.ts';
import { Roster } from '../domain/leases/roster.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Session } from '../domain/visits/session.ts';
import { makeId } from '../keys/make-id.ts';
import type { InventoryStore } from './inventory-store.ts';
import type { Places } from './places.ts';
import { RECENT, Recent } from './recent.ts';
import type { Row } from './rows.ts';
import type { PoolStore } from './store.ts';
import type { PoolTables } from './tables.ts';
import { WriteBehind } from './write-behind.ts';

/**
 * What the object keeps in memory: a cache over its tables, ahead of them by at most one persistence
 * step, and no bigger however many come.
 */
export class PoolState {
  readonly roster: Roster;
  readonly rows = new WriteBehind(PERSISTENCE_STEP);
  /** The session that each page view began. */
  readonly #begun = new Recent<string>();
  /**
   * Page views that were passed on to the next shard: a retry of one has to go there too. Not written down:
   * after a restart a retry that now finds a number here is a second session.
   */
  readonly #declined = new Recent<true>();
  readonly #store: PoolStore;
  readonly #places: Places;
  #shard: number;
  #lastId = '';

  constructor(
    { inventory, store, calls }: Pick<PoolTables, 'inventory' | 'store' | 'calls'>,
    now: EpochMs,
  ) {
    this.#store = store;
    this.#places = inventory.places;
    this.#shard = inventory.shard();
    this.roster = new Roster(
      inventory.pools(),
      store.currentLeases(now).map((lease) => recoverLease(lease, now)),
    );
    for (const { id, summary } of calls.inProgress()) {
      if (summary.number) this.roster.calls.began(summary.number, id, summary.startedAt);
    }
    for (const { id, view } of store.viewsFrom(idAtTime(now - RECENT))) {
      this.#begun.set(view, id, now);
    }
  }

  /** The inventory has changed; whoever holds a number goes on holding it. */
  useInventory(inventory: InventoryStore): void {
    this.#shard = inventory.shard();
    this.roster.usePools(inventory.pools());
  }

  /** A new id, later than every one before; `number`: under which what it names is to be found. */
  newId(now: EpochMs, number: string | null): string {
    const place = number === null ? 0 : (this.#places.of(number) ?? NO_PLACE);
    const id = makeId(now, place, this.#shard);
    this.#lastId = isOfLaterTime(id, this.#lastId) ? id : idAfter(this.#lastId, place);
    return this.#lastId;
  }

  row(id: string): Row | undefined {
    const known = this.rows.get(id);
    if (known) return known;
    const stored = this.#store.row(id);
    return stored && this.rows.loaded(stored);
  }

  leaseRow({ number, id }: Lease): Row | undefined {
    const known = this.rows.get(id);
    if (known) return known;
    const stored = this.#store.leaseRow(number, id);
    return stored && this.rows.loaded(stored);
  }

  session(id: string): Session | undefined {
    return this.row(id)?.session ?? undefined;
  }

  /** The session that a page view began, if that was moments ago. */
  sessionOfView(view: string, now: EpochMs): Session | undefined {
    const id = this.#begun.get(view, now);
    return id === undefined ? undefined : this.session(id);
  }

  rememberView({ view, id }: Session, now: EpochMs): void {
    if (view !== null) this.#begun.set(view, id, now);
  }

  wasDeclined(view: string, now: EpochMs): boolean {
    return this.#declined.get(view, now) ?? false;
  }

  rememberDeclined(view: string, now: EpochMs): void {
    this.#declined.set(view, true, now);
  }
}
