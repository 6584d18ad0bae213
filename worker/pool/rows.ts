import type { Grade } from '../../snippet/contract/wire.ts';
import type { Lease } from '../domain/leases/lease.ts';
import type { Session } from '../domain/visits/session.ts';
import type { StoredCall } from './stored-call.ts';

/** The rows of the object's tables, and what they mean. */

export type SessionRow = {
  id: string;
  visitor_id: string;
  view: string | null;
  started_at: number;
  last_seen_at: number;
  grade: string;
  touch: string;
  place: string;
  journey: string;
  numbers: string;
  rev: number;
};

export type LeaseRow = {
  id: string;
  session_id: string;
  visitor_id: string;
  number: string;
  target: string;
  pool: string;
  grade: string;
  started_at: number;
  last_seen_at: number;
  ended_at: number | null;
  hold_seconds: number;
  rev: number;
};

export type CallRow = {
  provider: string;
  provider_call_id: string;
  id: string;
  events: string;
  summary: string;
  match: string;
  rev: number;
};

export function toSession(row: SessionRow): Session {
  return {
    id: row.id,
    visitorId: row.visitor_id,
    view: row.view,
    startedAt: row.started_at,
    lastSeenAt: row.last_seen_at,
    grade: row.grade as Grade,
    touch: JSON.parse(row.touch),
    place: JSON.parse(row.place),
    journey: JSON.parse(row.journey),
    numbers: JSON.parse(row.numbers),
  };
}

export function toLease(row: LeaseRow): Lease {
  return {
    id: row.id,
    sessionId: row.session_id,
    visitorId: row.visitor_id,
    number: row.number,
    target: row.target,
    pool: row.pool,
    grade: row.grade as Grade,
    startedAt: row.started_at,
    lastSeenAt: row.last_seen_at,
    endedAt: row.ended_at,
    holdSeconds: row.hold_seconds,
  };
}

export function toCall(row: CallRow): StoredCall {
  return {
    id: row.id,
    provider: row.provider,
    providerCallId: row.provider_call_id,
    events: JSON.parse(row.events),
    summary: JSON.parse(row.summary),
    match: JSON.parse(row.match),
  };
}
