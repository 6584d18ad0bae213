import { type Lease, reusableAt, validForSeconds } from '../domain/leases/lease.ts';
import type { EpochMs } from '../domain/time.ts';
import { decideVisit, type Grant } from '../domain/visits/decide-visit.ts';
import type { Session } from '../domain/visits/session.ts';
import { Changes } from './changes.ts';
import type { LeaseGrant, PoolVisit, PoolVisitReply } from './messages.ts';
import type { PoolState } from './state.ts';
import type { PoolTables } from './tables.ts';

const FULL = { ok: false, code: 'full' } as const;

/** Leases or renews numbers for one page view and records its session. */
export function leaseForVisit(
  { store, utilisation }: PoolTables,
  state: PoolState,
  visit: PoolVisit,
  now: EpochMs,
): PoolVisitReply {
  const view = visit.view ?? state.newId(now, null);
  if (visit.mayDecline && state.wasDeclined(view, now)) return FULL;
  const current = currentSession(state, visit, now);
  const decision = decideVisit(state.roster, current, { ...visit, view }, now, (number) =>
    state.newId(now, number),
  );
  const { session, grants, nowShared, begins } = decision;
  if (visit.mayDecline && begins && grants.some(({ exhausted }) => exhausted)) {
    state.rememberDeclined(view, now);
    return FULL;
  }
  const begun = grants.flatMap((grant) => (grant.lease && grant.begins ? [grant.lease] : []));

  const changes = new Changes(store, state);
  for (const lease of nowShared) changes.lease(lease, true);
  for (const { lease, begins: isNew } of grants) {
    if (!lease) continue;
    if (isNew) endFormer(state, changes, lease, now);
    changes.lease(lease, isNew);
  }
  // A new session or lease, or another target's fallback, is a promise; a further page view is not.
  const shows = ({ numbers }: Pick<Session, 'numbers'>) => Object.keys(numbers).length;
  const showsMore = shows(session) > shows(current ?? { numbers: {} });
  changes.session(session, begins || begun.length > 0 || showsMore, begins);
  const measure = utilisation.measure(state.roster, decision, now);
  changes.save(now, visit.network);
  measure();
  if (begins) state.rememberView(session, now);
  return {
    ok: true,
    visitorId: session.visitorId,
    sessionId: session.id,
    leases: grants.map(toLeaseGrant),
  };
}

/** A repeated view is the same visit, whatever ids it brings; else the session named, if it is the visitor's. */
function currentSession(state: PoolState, visit: PoolVisit, now: EpochMs): Session | undefined {
  const repeated = visit.view === null ? undefined : state.sessionOfView(visit.view, now);
  if (repeated) return repeated;
  const named = visit.sessionId === null ? undefined : state.session(visit.sessionId);
  return named?.visitorId === visit.visitorId ? named : undefined;
}

/**
 * What still runs ends where the new lease begins: the same visitor's former lease of the number, and where
 * the new one is alone, those that were taken back for it.
 */
function endFormer(state: PoolState, changes: Changes, lease: Lease, now: EpochMs): void {
  const before = state.roster.stateOf(lease.number);
  const theirs = before?.ofVisitor(lease.visitorId);
  const ended = lease.grade === 'own' ? (before?.leases() ?? []) : theirs ? [theirs] : [];
  for (const former of ended) {
    if (now < reusableAt(former)) changes.lease({ ...former, endedAt: now }, true);
  }
}

function toLeaseGrant({ target, number, grade, lease }: Grant): LeaseGrant {
  const validFor = lease ? validForSeconds(lease) : 0;
  return { target, number, grade, validFor, holdSeconds: lease?.holdSeconds ?? 0 };
}
