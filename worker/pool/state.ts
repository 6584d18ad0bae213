import { idAtTime } from '../domain/ids.ts';
import { type Lease, PERSISTENCE_STEP, recoverLease } from '../domain/leases/lease.ts';
import { Roster } from '../domain/leases/roster.ts';
import { type EpochMs, MINUTE } from '../domain/time.ts';
import { SESSION_IDLE, type Session } from '../domain/visits/session.ts';
import type { InventoryStore } from './inventory-store.ts';
import type { PoolStore } from './store.ts';
import { WriteBehind } from './write-behind.ts';

/** A page view is repeated by a retry, within moments. */
const VIEW_MEMORY = 10 * MINUTE;

/**
 * What the object keeps in memory: a cache over its tables, ahead of them by at most one persistence
 * step. Thrown away and read again after a failed transaction.
 */
export class PoolState {
  readonly roster: Roster;
  readonly sessions: WriteBehind<Session>;
  readonly leases: WriteBehind<Lease>;
  readonly #views = new Map<string, string>();
  readonly #store: PoolStore;

  constructor(inventory: InventoryStore, store: PoolStore, now: EpochMs) {
    this.#store = store;
    this.roster = new Roster(
      inventory.pools(),
      store.latestLeases().map((lease) => recoverLease(lease, now)),
    );
    this.sessions = new WriteBehind((session) => store.saveSession(session), PERSISTENCE_STEP);
    this.leases = new WriteBehind((lease) => store.saveLease(lease), PERSISTENCE_STEP);
    for (const session of store.sessionsFrom(idAtTime(now - VIEW_MEMORY))) {
      this.sessions.loaded(session);
      this.rememberView(session);
    }
  }

  session(id: string): Session | undefined {
    const known = this.sessions.get(id);
    if (known) return known;
    const stored = this.#store.session(id);
    return stored && this.sessions.loaded(stored);
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

  /** Saves all that memory is ahead of. */
  saveAll(): void {
    this.sessions.saveAll();
    this.leases.saveAll();
  }

  /** Saves what memory has been ahead of for long enough, and forgets what has gone quiet. */
  flush(now: EpochMs): void {
    this.sessions.flush(now, SESSION_IDLE);
    this.leases.flush(now, SESSION_IDLE);
    for (const [view, id] of this.#views) {
      if (!this.sessions.get(id)) this.#views.delete(view);
    }
  }

  nextFlushAt(): EpochMs | undefined {
    const due = [this.sessions.nextFlushAt(), this.leases.nextFlushAt()].filter(
      (at) => at !== undefined,
    );
    return due.length === 0 ? undefined : Math.min(...due);
  }
}
