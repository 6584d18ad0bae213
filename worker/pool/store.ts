import type { Lease } from '../domain/leases/lease.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Session } from '../domain/visits/session.ts';
import {
  type CallRow,
  type LeaseRow,
  type SessionRow,
  toCall,
  toLease,
  toSession,
} from './rows.ts';
import type { StoredCall } from './stored-call.ts';

/** The kinds of rows that travel to D1. */
export type Entity = 'session' | 'lease' | 'call';

/** The object's tables: one method per question, every change noted in the outbox. */
export class PoolStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  session(id: string): Session | undefined {
    return this.#first<SessionRow, Session>(toSession, 'SELECT * FROM sessions WHERE id = ?', id);
  }

  /** Sessions begun at or after the id, in order. */
  sessionsFrom(id: string): Session[] {
    return this.#sql
      .exec<SessionRow>('SELECT * FROM sessions WHERE id >= ? ORDER BY id', id)
      .toArray()
      .map(toSession);
  }

  saveSession(session: Session): void {
    const { rev } = this.#sql
      .exec<{ rev: number }>(
        `INSERT INTO sessions
           (id, visitor_id, view, started_at, last_seen_at, grade, touch, place, journey, numbers, rev)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
         ON CONFLICT (id) DO UPDATE SET last_seen_at = excluded.last_seen_at, grade = excluded.grade,
           journey = excluded.journey, numbers = excluded.numbers, rev = rev + 1
         RETURNING rev`,
        session.id,
        session.visitorId,
        session.view,
        session.startedAt,
        session.lastSeenAt,
        session.grade,
        JSON.stringify(session.touch),
        JSON.stringify(session.place),
        JSON.stringify(session.journey),
        JSON.stringify(session.numbers),
      )
      .one();
    this.#note('session', session.id, rev);
  }

  saveLease(lease: Lease): void {
    const { rev } = this.#sql
      .exec<{ rev: number }>(
        `INSERT INTO leases
           (id, session_id, visitor_id, number, target, pool, grade, started_at, last_seen_at, ended_at, hold_seconds, rev)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
         ON CONFLICT (id) DO UPDATE SET last_seen_at = excluded.last_seen_at, ended_at = excluded.ended_at,
           rev = rev + 1
         RETURNING rev`,
        lease.id,
        lease.sessionId,
        lease.visitorId,
        lease.number,
        lease.target,
        lease.pool,
        lease.grade,
        lease.startedAt,
        lease.lastSeenAt,
        lease.endedAt,
        lease.holdSeconds,
      )
      .one();
    this.#note('lease', lease.id, rev);
  }

  /** The number's leases that began no later than `at`, latest first. */
  leaseHistory(number: string, at: EpochMs, limit: number): Lease[] {
    return this.#sql
      .exec<LeaseRow>(
        'SELECT * FROM leases WHERE number = ? AND started_at <= ? ORDER BY started_at DESC LIMIT ?',
        number,
        at,
        limit,
      )
      .toArray()
      .map(toLease);
  }

  /** The latest lease of every number the pool has ever had. */
  latestLeases(): Lease[] {
    return this.#sql
      .exec<{ number: string }>('SELECT number FROM numbers')
      .toArray()
      .flatMap(({ number }) => this.leaseHistory(number, Number.MAX_SAFE_INTEGER, 1));
  }

  call(provider: string, providerCallId: string): StoredCall | undefined {
    return this.#first<CallRow, StoredCall>(
      toCall,
      'SELECT * FROM calls WHERE provider = ? AND provider_call_id = ?',
      provider,
      providerCallId,
    );
  }

  saveCall(call: StoredCall): void {
    const { rev } = this.#sql
      .exec<{ rev: number }>(
        `INSERT INTO calls (provider, provider_call_id, id, events, summary, match, rev)
         VALUES (?, ?, ?, ?, ?, ?, 1)
         ON CONFLICT (provider, provider_call_id) DO UPDATE SET events = excluded.events,
           summary = excluded.summary, match = excluded.match, rev = rev + 1
         RETURNING rev`,
        call.provider,
        call.providerCallId,
        call.id,
        JSON.stringify(call.events),
        JSON.stringify(call.summary),
        JSON.stringify(call.match),
      )
      .one();
    this.#note('call', `${call.provider} ${call.providerCallId}`, rev);
  }

  #note(entity: Entity, id: string, rev: number): void {
    this.#sql.exec(
      `INSERT INTO outbox (entity, id, rev) VALUES (?, ?, ?)
       ON CONFLICT (entity, id) DO UPDATE SET rev = excluded.rev`,
      entity,
      id,
      rev,
    );
  }

  #first<R extends Record<string, SqlStorageValue>, T>(
    read: (row: R) => T,
    query: string,
    ...bindings: string[]
  ): T | undefined {
    const row = this.#sql.exec<R>(query, ...bindings).toArray()[0];
    return row && read(row);
  }
}
