import type { Lease } from '../domain/leases/lease.ts';
import { NOTHING_AGAINST } from '../domain/spam/assess-spam.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Session } from '../domain/visits/session.ts';
import type { StoredCall } from './stored-call.ts';

/**
 * One row of `leases`: a lease, or a session, or both where it is the lease that the session began with
 * and so has its id. `number` is empty where there is no lease.
 */
export type Row = {
  readonly id: string;
  readonly number: string;
  readonly lease: Lease | null;
  readonly session: Session | null;
};

export type LeaseRow = {
  number: string;
  id: string;
  rev: number;
  session_id: string;
  visitor_id: string;
  started_at: number;
  last_seen_at: number;
  target: string | null;
  pool: string | null;
  grade: string | null;
  ended_at: number | null;
  hold_seconds: number | null;
  shared_at: number | null;
  session: string | null;
};

export type CallRow = {
  provider: string;
  provider_call_id: string;
  id: string;
  events: string;
  summary: string;
  match: string;
  spam: string | null;
  evidence: string | null;
  correction: string | null;
  rev: number;
};

/** What a session has beside what its row says already. */
export type SessionColumn = Omit<Session, 'id' | 'visitorId' | 'startedAt'>;

export function toRow(row: LeaseRow): Row {
  return { id: row.id, number: row.number, lease: toLease(row), session: toSession(row) };
}

function toSession(row: LeaseRow): Session | null {
  if (row.session === null) return null;
  const column: SessionColumn = JSON.parse(row.session);
  const { id, visitor_id: visitorId, started_at: startedAt } = row;
  // Earlier versions did not ask for the device.
  return { id, visitorId, startedAt, ...column, device: column.device ?? null };
}

export function toLease(row: LeaseRow): Lease | null {
  const { target, pool, grade, hold_seconds: holdSeconds } = row;
  if (target === null || pool === null || holdSeconds === null) return null;
  return {
    id: row.id,
    sessionId: row.session_id,
    visitorId: row.visitor_id,
    number: row.number,
    target,
    pool,
    grade: grade === 'shared' ? 'shared' : 'own',
    startedAt: row.started_at,
    lastSeenAt: row.last_seen_at,
    endedAt: row.ended_at,
    holdSeconds,
    sharedAt: row.shared_at,
    provisional: false,
    left: false,
  };
}

export function sessionColumn({ id, visitorId, startedAt, ...column }: Session): SessionColumn {
  return column;
}

/** When anything of the row was last seen. */
export function rowSeenAt({ lease, session }: Row): EpochMs {
  return Math.max(lease?.lastSeenAt ?? 0, session?.lastSeenAt ?? 0);
}

/** In SQL, as `sourceName` has it: where a row's session came from. For rows whose session can be read. */
export const SESSION_SOURCE =
  "session ->> '$.touch.source' || ' / ' || (session ->> '$.touch.medium')";

/** What of a call's row tells of the caller: the rest is long, and read for every call that comes after. */
export type ToldRow = Pick<CallRow, 'summary' | 'match' | 'correction'>;
export type ToldCall = Pick<StoredCall, 'summary' | 'match' | 'correction'>;

export function toTold(row: ToldRow): ToldCall {
  return {
    // What earlier versions wrote has neither recordings, signs nor candidates.
    summary: { recordings: [], callerSigns: [], ...JSON.parse(row.summary) },
    match: { candidates: [], unseen: 0, noVisit: 0, former: [], ...JSON.parse(row.match) },
    correction: row.correction === null ? null : JSON.parse(row.correction),
  };
}

export function toCall(row: CallRow): StoredCall {
  return {
    ...toTold(row),
    id: row.id,
    provider: row.provider,
    providerCallId: row.provider_call_id,
    events: JSON.parse(row.events),
    evidence: row.evidence,
    // Earlier versions did not ask for spam.
    spam: row.spam === null ? NOTHING_AGAINST : JSON.parse(row.spam),
  };
}

/** For what the object reads when it starts, from which one row that cannot be read must not keep it. */
export function ifReadable<R, T>(read: (row: R) => T): (row: R) => T[] {
  return (row) => {
    try {
      return [read(row)];
    } catch (error) {
      console.error('pool: a row cannot be read', error);
      return [];
    }
  };
}
