import { idAfter, idAtTime } from '../domain/ids.ts';
import { type Lease, PERSISTENCE_STEP, recoverLease } from '../domain/leases/lease.ts';
import { Roster } from '../domain/leases/roster.ts';
import { type EpochMs, MINUTE } from '../domain/time.ts';
import type { Session } from '../domain/visits/session.ts';
import { makeId } from '../keys/make-id.ts';
import type { InventoryStore } from './inventory-store.ts';
import type { Row } from './rows.ts';
import type { PoolStore } from './store.ts';
import { WriteBehind } from './write-behind.ts';

/** A page view is repeated by a retry, within moments. */
const VIEW_MEMORY = 10 * MINUTE;

/**
 * What the object keeps in memory: a cache over its tables, ahead of them by at most one persistence
 * step.
 */
export class PoolState {
  readonly roster: Roster;
  readonly rows = new WriteBehind(PERSISTENCE_STEP);
  readonly #views = new Map<string, string>();
  /** Page views that were passed on to the next shard: a retry of one has to go there too. */
  readonly #declined = new Map<string, EpochMs>();
  readonly #store: PoolStore;
  #shard: number;
  #lastId = '';

  constructor(inventory: InventoryStore, store: PoolStore, now: EpochMs) {
    this.#store = store;
    this.#shard = inventory.shard();
    this.roster = new Roster(
      inventory.pools(),
      store.currentLeases().map((lease) => recoverLease(lease, now)),
    );
    for (const { id, summary } of store.callsInProgress()) {
      if (summary.number) this.roster.callBegan(summary.number, id, summary.startedAt);
    }
    for (const row of store.sessionsFrom(idAtTime(now - VIEW_MEMORY))) {
      this.rows.loaded(row);
      if (row.session) this.rememberView(row.session);
    }
  }

  /** The inventory has changed; whoever holds a number goes on holding it. */
  useInventory(inventory: InventoryStore): void {
    this.#shard = inventory.shard();
    this.roster.usePools(inventory.pools());
  }

  /** A new id, later than every one before. */
  newId(now: EpochMs): string {
    const id = makeId(now, this.#shard);
    const inOrder = id.slice(0, 10) > this.#lastId.slice(0, 10);
    this.#lastId = inOrder ? id : idAfter(this.#lastId);
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
    const id = this.#views.get(view);
    const session = id === undefined ? undefined : this.session(id);
    return session && now - session.startedAt < VIEW_MEMORY ? session : undefined;
  }

  rememberView(session: Session): void {
    if (session.view !== null) this.#views.set(session.view, session.id);
  }

  wasDeclined(view: string): boolean {
    return this.#declined.has(view);
  }

  rememberDeclined(view: string, now: EpochMs): void {
    this.#declined.set(view, now);
  }

  /** Lets go of what has gone quiet. */
  forgetOldViews(now: EpochMs): void {
    for (const [view, id] of this.#views) {
      if (!this.rows.get(id)) this.#views.delete(view);
    }
    for (const [view, at] of this.#declined) {
      if (now - at < VIEW_MEMORY) break;
      this.#declined.delete(view);
    }
  }
}
