import type { Lease } from '../domain/leases/lease.ts';
import { NOBODY } from '../domain/leases/number-state.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Session } from '../domain/visits/session.ts';
import type { Row } from './rows.ts';
import type { PoolState } from './state.ts';
import type { PoolStore } from './store.ts';

/**
 * What one request changes, gathered row by row, since a session and its first lease are one row. `save`
 * writes first and touches memory after the last write has succeeded, as `CommitQueue` asks.
 */
export class Changes {
  readonly #store: PoolStore;
  readonly #state: PoolState;
  readonly #rows = new Map<string, Row>();
  /** Not every lease in these rows: a session's row has its first one, which may be long over. */
  readonly #leases = new Map<string, Lease>();
  readonly #durable = new Set<string>();

  constructor(store: PoolStore, state: PoolState) {
    this.#store = store;
    this.#state = state;
  }

  /** `durable` where it was promised to last; else it may be lost for one persistence step. */
  session(session: Session, durable: boolean, begins = false): void {
    const known = this.#rows.get(session.id) ?? (begins ? undefined : this.#state.row(session.id));
    const before = known ?? { id: session.id, number: '', lease: null };
    this.#put({ ...before, session }, durable);
  }

  lease(lease: Lease, durable: boolean): void {
    if (lease.sessionId === NOBODY) return;
    const known = this.#rows.get(lease.id) ?? this.#state.leaseRow(lease);
    const before = known ?? { id: lease.id, session: null };
    this.#put({ ...before, number: lease.number, lease }, durable);
    this.#leases.set(lease.id, lease);
  }

  /**
   * @param network to whom new leases are counted; null where they are to nobody.
   * @param leaves whether the visitor says goodbye.
   */
  save(now: EpochMs, network: string | null = null, leaves = false): void {
    const { rows } = this.#state;
    const saved = [...this.#rows.values()].filter(
      (row) => this.#durable.has(row.id) || rows.isDue(row, now),
    );
    for (const row of saved) this.#store.saveRow(row);
    const over = rows.overflow();
    for (const { row, waits } of over) if (waits) this.#store.saveRow(row);

    for (const { row } of over) rows.forget(row.id);
    for (const row of this.#rows.values()) {
      if (saved.includes(row)) rows.loaded(row);
      else rows.put(row, now, leaves);
    }
    for (const lease of this.#leases.values()) this.#state.roster.record(lease, network);
  }

  #put(row: Row, durable: boolean): void {
    this.#rows.set(row.id, row);
    if (durable) this.#durable.add(row.id);
  }
}
