import type { Grade } from '../../../snippet/contract/wire.ts';
import type { Lease } from '../leases/lease.ts';
import { renewLease, reusableAt } from '../leases/lease.ts';
import type { Roster } from '../leases/roster.ts';
import type { EpochMs } from '../time.ts';
import type { Touch } from '../touches/touch.ts';
import { extendJourney, type JourneyEntry } from './journey.ts';
import { type Place, type Session, sessionContinues } from './session.ts';

export type Visit = {
  readonly visitorId: string | null;
  readonly view: string;
  readonly page: { readonly url: string; readonly title?: string };
  readonly touch: Touch;
  readonly place: Place;
  readonly wanted: readonly { readonly target: string; readonly pool: string }[];
  /** Whether a static number of the visit's source serves another target. */
  readonly servedBySource: boolean;
};

export type VisitDecision = {
  readonly session: Session;
  readonly begins: boolean;
  /** One per wanted target that got a number; `begins` where the lease is a new one. */
  readonly leases: readonly { readonly lease: Lease; readonly begins: boolean }[];
};

/**
 * Decides which session a page view belongs to and which numbers it is shown.
 *
 * @param current the session the visit names, or the one its view began before; undefined for neither.
 * @param makeId a new id, unique and in the order of time.
 */
export function decideVisit(
  roster: Roster,
  current: Session | undefined,
  visit: Visit,
  now: EpochMs,
  makeId: () => string,
): VisitDecision {
  const repeated = current?.journey.some(({ id }) => id === visit.view) ?? false;
  const continues =
    current !== undefined &&
    (repeated || sessionContinues(current, visit.touch, now)) &&
    holdsItsNumbers(roster, current);
  const session = continues ? current : beginSession(visit, now, makeId);

  const leases: { lease: Lease; begins: boolean }[] = [];
  const taken = numbersOf(roster, session, visit);
  for (const { target, pool } of visit.wanted) {
    const decided = decideLease(roster, session, target, pool, now, taken, makeId);
    if (decided === undefined) continue;
    taken.add(decided.lease.number);
    leases.push(decided);
  }

  const page: JourneyEntry = { id: visit.view, at: now, type: 'page', ...visit.page };
  return {
    session: {
      ...session,
      lastSeenAt: Math.max(session.lastSeenAt, now),
      journey: extendJourney(session.journey, [page]),
      grade: bestGrade(visit.servedBySource, leases),
      numbers: {
        ...session.numbers,
        ...Object.fromEntries(leases.map(({ lease }) => [lease.target, lease.number])),
      },
    },
    begins: !continues,
    leases,
  };
}

/** A number never changes within a session: one that has lost a number to somebody else is over. */
function holdsItsNumbers(roster: Roster, session: Session): boolean {
  return Object.entries(session.numbers).every(
    ([target, number]) => roster.leaseOf(session.visitorId, target)?.number === number,
  );
}

/** The numbers that stand for one target already, and so are not to be picked for another. */
function numbersOf(roster: Roster, session: Session, { wanted }: Visit): Set<string> {
  const held = wanted.flatMap(
    ({ target }) => roster.leaseOf(session.visitorId, target)?.number ?? [],
  );
  return new Set([...Object.values(session.numbers), ...held]);
}

function beginSession(visit: Visit, now: EpochMs, makeId: () => string): Session {
  return {
    id: makeId(),
    visitorId: visit.visitorId ?? makeId(),
    view: visit.view,
    startedAt: now,
    lastSeenAt: now,
    grade: 'none',
    touch: visit.touch,
    place: visit.place,
    journey: [],
    numbers: {},
  };
}

function decideLease(
  roster: Roster,
  session: Session,
  target: string,
  pool: string,
  now: EpochMs,
  taken: ReadonlySet<string>,
  makeId: () => string,
): { lease: Lease; begins: boolean } | undefined {
  const held = roster.leaseOf(session.visitorId, target);
  if (held?.sessionId === session.id && now < reusableAt(held)) {
    return { lease: renewLease(held, now), begins: false };
  }
  // A returning visitor is shown the same number while nobody else has held it and the pool still has it;
  // a session keeps its own even where another of the visitor has leased it since.
  const keeps = held && (target in session.numbers || roster.leases(pool, held.number));
  const kept = keeps ? held : undefined;
  const number = kept?.number ?? roster.pick(pool, now, taken);
  const holdSeconds = roster.holdSeconds(pool);
  if (number === undefined || holdSeconds === undefined) return undefined;
  return {
    lease: {
      id: makeId(),
      number,
      target,
      pool,
      sessionId: session.id,
      visitorId: session.visitorId,
      grade: 'own',
      startedAt: now,
      // Another page of the visitor may have been promised the number for longer.
      lastSeenAt: Math.max(now, kept?.lastSeenAt ?? now),
      endedAt: null,
      holdSeconds: Math.max(holdSeconds, kept?.holdSeconds ?? 0),
    },
    begins: true,
  };
}

function bestGrade(servedBySource: boolean, leases: VisitDecision['leases']): Grade {
  if (leases.length > 0) return 'own';
  return servedBySource ? 'source' : 'none';
}
