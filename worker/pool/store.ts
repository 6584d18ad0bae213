import { idAtTime, NO_PLACE, placeOfId } from '../domain/ids.ts';
import { type Lease, PERSISTENCE_STEP } from '../domain/leases/lease.ts';
import { MOST_HOLDERS } from '../domain/leases/number-state.ts';
import { MOST_HOLDERS_READ } from '../domain/matching/holder.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Device } from '../domain/visits/device.ts';
import type { Session } from '../domain/visits/session.ts';
import { LEASE_TABLES, type LeaseTables, overBoth } from './lease-tables.ts';
import type { Places } from './places.ts';
import type { Revisions } from './revisions.ts';
import { type LeaseRow, type Row, SESSION_SOURCE, sessionColumn, toLease, toRow } from './rows.ts';
import type { Noted } from './unsent.ts';

/** Under which numbers a row may be found: all that were ever leased, and none. */
const EVERY_NUMBER = "(SELECT number FROM numbers UNION ALL SELECT '')";

/** A lease's row without the session that began with it, which is the bulk of it. */
const LEASE_COLUMNS = `number, id, rev, session_id, visitor_id, started_at, last_seen_at, target, pool, grade,
  ended_at, hold_seconds, shared_at, NULL AS session`;

type SessionOrigin = { source: string; device: Device | null };

/** The object's tables: one method per question; every change gets a revision and is noted as unsent. */
export class PoolStore {
  readonly #sql: SqlStorage;
  readonly #leaseTables: LeaseTables;
  readonly #places: Places;
  readonly #revisions: Revisions;
  readonly #note: (changed: Noted) => void;

  constructor(
    sql: SqlStorage,
    leaseTables: LeaseTables,
    places: Places,
    revisions: Revisions,
    note: (changed: Noted) => void,
  ) {
    this.#sql = sql;
    this.#leaseTables = leaseTables;
    this.#places = places;
    this.#revisions = revisions;
    this.#note = note;
  }

  /** The row of this id, a session's or a further lease's: its place says under which number. */
  row(id: string): Row | undefined {
    const place = placeOfId(id);
    const number = this.#places.numberAt(place);
    const found = number === undefined ? undefined : this.leaseRow(number, id);
    if (found) return found;
    return this.leaseRow('', id) ?? (place === NO_PLACE ? this.#rowAnywhere(id) : undefined);
  }

  /** Page views that began sessions at or after the id, in order. */
  viewsFrom(id: string): { id: string; view: string }[] {
    return this.#sql
      .exec<{ id: string; view: string }>(
        `SELECT id, view FROM (${overBoth(
          (table) =>
            `SELECT id, CASE WHEN json_valid(session) THEN session ->> 'view' END AS view FROM ${table}
             WHERE number IN ${EVERY_NUMBER} AND id >= ?1 AND session IS NOT NULL`,
        )}) WHERE view IS NOT NULL ORDER BY id`,
        id,
      )
      .toArray();
  }

  /** The row of a number's lease. */
  leaseRow(number: string, id: string): Row | undefined {
    return this.#sql
      .exec<LeaseRow>(
        `SELECT * FROM ${this.#leaseTables.of(id)} WHERE number = ? AND id = ?`,
        number,
        id,
      )
      .toArray()
      .map(toRow)[0];
  }

  saveRow({ id, number, lease, session }: Row): void {
    const rev = this.#revisions.next();
    const { visitorId, startedAt } = (lease ?? session) as Lease | Session;
    this.#sql.exec(
      `INSERT INTO ${this.#leaseTables.of(id)}
         (number, id, rev, session_id, visitor_id, started_at, last_seen_at, target, pool, grade, ended_at,
          hold_seconds, shared_at, session)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (number, id) DO UPDATE SET rev = excluded.rev, last_seen_at = excluded.last_seen_at,
         grade = excluded.grade, ended_at = excluded.ended_at, shared_at = excluded.shared_at,
         session = excluded.session`,
      number,
      id,
      rev,
      lease?.sessionId ?? id,
      visitorId,
      startedAt,
      lease?.lastSeenAt ?? session?.lastSeenAt ?? startedAt,
      lease?.target ?? null,
      lease?.pool ?? null,
      lease?.grade ?? null,
      lease?.endedAt ?? null,
      lease?.holdSeconds ?? null,
      lease?.sharedAt ?? null,
      session && JSON.stringify(sessionColumn(session)),
    );
    this.#note({ entity: 'lease', key: id, number, rev });
  }

  /** The number's leases that began no later than `at`, latest first. */
  leaseHistory(number: string, at: EpochMs, limit: number): Lease[] {
    const found: Lease[] = [];
    // Whatever is in the second table began before all that is in the first. Of both so many, for every other limit
    // would be a statement of its own.
    for (const table of LEASE_TABLES) {
      if (found.length === limit) break;
      const rows = this.#sql.exec<LeaseRow>(
        `SELECT ${LEASE_COLUMNS} FROM ${table} WHERE number = ? AND id < ? ORDER BY id DESC LIMIT ${limit}`,
        number,
        idAtTime(at + 1),
      );
      found.push(...rows.toArray().flatMap((row) => toLease(row) ?? []));
    }
    return found.slice(0, limit);
  }

  /**
   * The leases that may tell who rang at a time, latest first: some that began within `tolerance` after it,
   * the latest ones before it, and all that held the number then.
   */
  leasesAround(number: string, at: EpochMs, tolerance: number, most: number): Lease[] {
    const near = this.leaseHistory(number, at + tolerance, 2 * most);
    const after = near.slice(0, most).filter((lease) => lease.startedAt > at);
    const before = near.filter((lease) => lease.startedAt <= at).slice(0, most);
    if (before[0]?.grade !== 'shared') return [...after, ...before];
    const known = new Set(before.map(({ id }) => id));
    const holders = this.#holders(number, at, MOST_HOLDERS_READ).filter(({ id }) => !known.has(id));
    return [...after, ...before, ...holders];
  }

  /** Of every number that is still here: its latest lease, and those that may share it. */
  currentLeases(now: EpochMs): Lease[] {
    return this.#sql
      .exec<{ number: string }>('SELECT number FROM numbers WHERE released = 0')
      .toArray()
      .flatMap(({ number }) => {
        const latest = this.leaseHistory(number, Number.MAX_SAFE_INTEGER, 1);
        if (latest[0]?.grade !== 'shared') return latest;
        const holders = this.#holders(number, now, 2 * MOST_HOLDERS);
        return [...latest, ...holders.filter(({ id }) => id !== latest[0]?.id)];
      });
  }

  /**
   * The latest leases that held the number at a time, or may have, for memory may have seen one a step later. None of
   * before the last that began alone: that one ended them all.
   */
  #holders(number: string, at: EpochMs, most: number): Lease[] {
    const holding = (table: string) =>
      `SELECT ${LEASE_COLUMNS} FROM ${table}
       WHERE number = ?1 AND id < ?2 AND id >= ?5 AND last_seen_at + hold_seconds * 1000 + ?3 > ?4`;
    return this.#sql
      .exec<LeaseRow>(
        `${overBoth(holding)} ORDER BY id DESC LIMIT ${most}`,
        number,
        idAtTime(at + 1),
        PERSISTENCE_STEP,
        at,
        this.#lastAlone(number, at),
      )
      .toArray()
      .flatMap((row) => toLease(row) ?? []);
  }

  /** The id of the number's last lease that began alone; empty where none did. */
  #lastAlone(number: string, at: EpochMs): string {
    for (const table of LEASE_TABLES) {
      const [found] = this.#sql
        .exec<{ id: string }>(
          `SELECT id FROM ${table} WHERE number = ? AND id < ?
             AND (shared_at IS NULL OR shared_at > started_at) ORDER BY id DESC LIMIT 1`,
          number,
          idAtTime(at + 1),
        )
        .toArray();
      if (found) return found.id;
    }
    return '';
  }

  /** Where a lease's session came from, and on what; undefined where the session is not here, or cannot be read. */
  originOf({ number, id, sessionId }: Lease): SessionOrigin | undefined {
    const own = id === sessionId;
    const place = this.#places.numberAt(placeOfId(sessionId));
    return this.#sql
      .exec<SessionOrigin>(
        `SELECT coalesce(${SESSION_SOURCE}, '') AS source, session ->> '$.device' AS device
         FROM ${this.#leaseTables.of(sessionId)} WHERE number = ? AND id = ? AND json_valid(session)`,
        own ? number : (place ?? ''),
        sessionId,
      )
      .toArray()[0];
  }

  /** The slow way, for numbers beyond those that ids can name. */
  #rowAnywhere(id: string): Row | undefined {
    return this.#sql
      .exec<LeaseRow>(
        `SELECT * FROM ${this.#leaseTables.of(id)} WHERE number IN ${EVERY_NUMBER} AND id = ?`,
        id,
      )
      .toArray()
      .map(toRow)[0];
  }
}
