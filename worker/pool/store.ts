import { idAtTime } from '../domain/ids.ts';
import type { Lease } from '../domain/leases/lease.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Session } from '../domain/visits/session.ts';
import { LEASE_TABLES, type LeaseTables, overBoth } from './lease-tables.ts';
import type { Revisions } from './revisions.ts';
import {
  type CallRow,
  ifReadable,
  type LeaseRow,
  type Row,
  sessionColumn,
  toCall,
  toLease,
  toRow,
} from './rows.ts';
import type { StoredCall } from './stored-call.ts';
import { callKey, type Noted } from './unsent.ts';

/** Under which numbers a row may be found: all that were ever leased, and none. */
const EVERY_NUMBER = "(SELECT number FROM numbers UNION ALL SELECT '')";

/** Holders of one shared number that are read back after a restart; more are not told apart anyway. */
const MOST_HOLDERS = 100;

/** The object's tables: one method per question; every change gets a revision and is noted as unsent. */
export class PoolStore {
  readonly #sql: SqlStorage;
  readonly #leaseTables: LeaseTables;
  readonly #revisions: Revisions;
  readonly #note: (changed: Noted) => void;

  constructor(
    sql: SqlStorage,
    leaseTables: LeaseTables,
    revisions: Revisions,
    note: (changed: Noted) => void,
  ) {
    this.#sql = sql;
    this.#leaseTables = leaseTables;
    this.#revisions = revisions;
    this.#note = note;
  }

  /** The row of this id, a session's or a further lease's. */
  row(id: string): Row | undefined {
    return this.#sql
      .exec<LeaseRow>(
        `SELECT * FROM ${this.#leaseTables.of(id)} WHERE number IN ${EVERY_NUMBER} AND id = ?`,
        id,
      )
      .toArray()
      .map(toRow)[0];
  }

  /** Sessions begun at or after the id, in order. */
  sessionsFrom(id: string): Row[] {
    return this.#sql
      .exec<LeaseRow>(
        `${overBoth(
          (table) =>
            `SELECT * FROM ${table} WHERE number IN ${EVERY_NUMBER} AND id >= ?1 AND session IS NOT NULL`,
        )} ORDER BY id`,
        id,
      )
      .toArray()
      .flatMap(ifReadable(toRow));
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
    // Whatever is in the second table began before all that is in the first.
    for (const table of LEASE_TABLES) {
      if (found.length === limit) break;
      const rows = this.#sql.exec<LeaseRow>(
        `SELECT number, id, rev, session_id, visitor_id, started_at, last_seen_at, target, pool, grade,
                ended_at, hold_seconds, shared_at, NULL AS session
         FROM ${table} WHERE number = ? AND id < ? ORDER BY id DESC LIMIT ?`,
        number,
        idAtTime(at + 1),
        limit - found.length,
      );
      found.push(...rows.toArray().flatMap((row) => toLease(row) ?? []));
    }
    return found;
  }

  /** Of every number that is still here: its latest lease, and those that share it. */
  currentLeases(): Lease[] {
    return this.#sql
      .exec<{ number: string }>('SELECT number FROM numbers WHERE released = 0')
      .toArray()
      .flatMap(({ number }) => {
        const [latest] = this.leaseHistory(number, Number.MAX_SAFE_INTEGER, 1);
        if (latest?.grade !== 'shared') return latest ?? [];
        // When each was seen last may be lost, so all count who came since somebody had it alone.
        const history = this.leaseHistory(number, Number.MAX_SAFE_INTEGER, MOST_HOLDERS);
        const alone = history.findIndex(({ startedAt, sharedAt }) => startedAt !== sharedAt);
        return alone < 0 ? history : history.slice(0, alone + 1);
      });
  }

  call(provider: string, providerCallId: string): StoredCall | undefined {
    return this.#sql
      .exec<CallRow>(
        'SELECT * FROM calls WHERE provider = ? AND provider_call_id = ?',
        provider,
        providerCallId,
      )
      .toArray()
      .map(toCall)[0];
  }

  /** Calls that have not ended, as far as was told. */
  callsInProgress(): StoredCall[] {
    return this.#sql
      .exec<CallRow>('SELECT * FROM calls WHERE rung IS NOT NULL')
      .toArray()
      .flatMap(ifReadable(toCall));
  }

  saveCall(call: StoredCall): void {
    const rev = this.#revisions.next();
    const { provider, providerCallId, summary } = call;
    this.#sql.exec(
      `INSERT INTO calls (provider, provider_call_id, id, events, summary, match, rung, rev)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (provider, provider_call_id) DO UPDATE SET events = excluded.events,
         summary = excluded.summary, match = excluded.match, rung = excluded.rung, rev = excluded.rev`,
      provider,
      providerCallId,
      call.id,
      JSON.stringify(call.events),
      JSON.stringify(summary),
      JSON.stringify(call.match),
      summary.endedAt === null ? summary.number : null,
      rev,
    );
    this.#note({ entity: 'call', key: callKey(provider, providerCallId), number: '', rev });
  }
}
