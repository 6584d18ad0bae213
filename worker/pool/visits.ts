import { type Lease, reusableAt, validForSeconds } from '../domain/leases/lease.ts';
import type { EpochMs } from '../domain/time.ts';
import { decideVisit } from '../domain/visits/decide-visit.ts';
import type { Session } from '../domain/visits/session.ts';
import { makeId } from '../keys/make-id.ts';
import type { LeaseGrant, PoolVisit, PoolVisitReply } from './messages.ts';
import type { PoolState } from './state.ts';

/** Leases or renews numbers for one page view and records its session. */
export function leaseForVisit(state: PoolState, visit: PoolVisit, now: EpochMs): PoolVisitReply {
  const view = visit.view ?? makeId(now);
  const decision = decideVisit(
    state.roster,
    currentSession(state, visit, now),
    { ...visit, view },
    now,
    () => makeId(now),
  );
  const { session } = decision;
  for (const { lease, begins } of decision.leases) {
    if (begins) endFormer(state, lease, now);
    state.roster.record(lease);
    if (begins) state.leases.putDurably(lease);
    else state.leases.put(lease, now);
  }
  // The first page view of a session, and every new lease, is a promise; a further page view is not.
  if (decision.begins || decision.leases.some(({ begins }) => begins)) {
    state.sessions.putDurably(session);
    state.rememberView(session);
  } else {
    state.sessions.put(session, now);
  }
  return {
    ok: true,
    visitorId: session.visitorId,
    sessionId: session.id,
    leases: visit.wanted.map(({ target }): LeaseGrant => {
      const lease = decision.leases.find((decided) => decided.lease.target === target)?.lease;
      return lease
        ? { target, number: lease.number, grade: lease.grade, validFor: validForSeconds(lease) }
        : { target, number: null, grade: 'none', validFor: 0 };
    }),
  };
}

/** A repeated view is the same visit, whatever ids it brings; else the session named, if it is the visitor's. */
function currentSession(state: PoolState, visit: PoolVisit, now: EpochMs): Session | undefined {
  const repeated = visit.view === null ? undefined : state.sessionOfView(visit.view, now);
  if (repeated) return repeated;
  const named = visit.sessionId === null ? undefined : state.session(visit.sessionId);
  return named?.visitorId === visit.visitorId ? named : undefined;
}

/** The same visitor's former lease of the number, still running, ends where the new one begins. */
function endFormer(state: PoolState, lease: Lease, now: EpochMs): void {
  const former = state.roster.latest(lease.number);
  if (former && now < reusableAt(former)) state.leases.putDurably({ ...former, endedAt: now });
}
