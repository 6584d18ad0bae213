import type { Grade } from '../../../snippet/contract/wire.ts';
import { type Area, visitorArea } from '../areas/area.ts';
import { type Lease, renewLease, reusableAt, shareLease, stillShown } from '../leases/lease.ts';
import type { Offer, Roster } from '../leases/roster.ts';
import type { PoolDefinition } from '../site-snapshot.ts';
import type { EpochMs } from '../time.ts';
import type { Touch } from '../touches/touch.ts';
import type { Device } from './device.ts';
import { extendJourney, type JourneyEntry } from './journey.ts';
import { type Place, type Session, sessionContinues } from './session.ts';

export type Visit = {
  readonly visitorId: string | null;
  readonly view: string;
  readonly page: { readonly url: string; readonly title?: string };
  readonly touch: Touch;
  readonly place: Place;
  readonly device: Device | null;
  readonly wanted: readonly Wanted[];
  /** Whether a static number of the visit's source serves another target. */
  readonly servedBySource: boolean;
  readonly network: string | null;
};

type Wanted = { readonly target: string; readonly pool: string };

type MakeId = (number: string | null) => string;

const UNNAMED = 'unnamed';

/** What one target is shown as: a lease, the pool's static fallback, or (`none`) itself. */
export type Grant = Wanted & {
  readonly grade: Grade;
  readonly number: string | null;
  /** Null where the number is not leased. */
  readonly lease: Lease | null;
  /** Whether the lease is a new one. */
  readonly begins: boolean;
  /** Whether the pool had no number free for the visitor to have alone. */
  readonly exhausted: boolean;
};

export type VisitDecision = {
  readonly session: Session;
  readonly begins: boolean;
  /** One per wanted target. */
  readonly grants: readonly Grant[];
  /** Leases of other visitors that a new one ended the exclusivity of. */
  readonly nowShared: readonly Lease[];
};

/**
 * Decides which session a page view belongs to and which numbers it is shown.
 *
 * @param current the session the visit names, or the one its view began before; undefined for neither.
 * @param makeId a new id, unique and in the order of time, by which what is kept under the number is found.
 */
export function decideVisit(
  roster: Roster,
  current: Session | undefined,
  visit: Visit,
  now: EpochMs,
  makeId: MakeId,
): VisitDecision {
  const repeated = current?.journey.some(({ id }) => id === visit.view) ?? false;
  const continues =
    current !== undefined &&
    (repeated || sessionContinues(current, visit.touch, now)) &&
    holdsItsNumbers(roster, current);
  const before = continues ? current : beginSession(visit, now, makeId);

  const decided: Grant[] = [];
  const taken = numbersOf(roster, before, visit);
  for (const wanted of visit.wanted) {
    const grant = decideGrant(roster, before, wanted, visit, now, taken, repeated, makeId);
    if (grant.lease) taken.add(grant.lease.number);
    decided.push(grant);
  }
  // The lease a session begins with has its id, for they are kept as one row.
  const id = continues
    ? before.id
    : (decided.find(({ begins }) => begins)?.lease?.id ?? makeId(null));
  const session = { ...before, id };
  const grants = decided.map((grant) =>
    grant.lease && grant.begins ? { ...grant, lease: { ...grant.lease, sessionId: id } } : grant,
  );

  const page: JourneyEntry = { id: visit.view, at: now, type: 'page', ...visit.page };
  const shown = grants.flatMap(({ target, number }) => (number === null ? [] : [[target, number]]));
  return {
    session: {
      ...session,
      lastSeenAt: Math.max(session.lastSeenAt, now),
      journey: extendJourney(session.journey, [page]),
      grade: bestGrade(visit.servedBySource, grants),
      numbers: { ...session.numbers, ...Object.fromEntries(shown) },
    },
    begins: !continues,
    grants,
    nowShared: grants.flatMap(({ lease, begins }) => {
      const first = lease && begins ? roster.stateOf(lease.number)?.first : undefined;
      const ends = lease?.grade === 'shared' && first?.grade === 'own' && now < reusableAt(first);
      return ends && first.visitorId !== lease.visitorId ? [shareLease(first, now)] : [];
    }),
  };
}

/** A number never changes within a session: one that has lost a number to somebody else is over. */
function holdsItsNumbers(roster: Roster, session: Session): boolean {
  return Object.entries(session.numbers).every(
    ([target, number]) =>
      roster.leaseOf(session.visitorId, target)?.number === number || roster.isFallback(number),
  );
}

/** The numbers that stand for one target already, and so are not to be picked for another. */
function numbersOf(roster: Roster, session: Session, { wanted }: Visit): Set<string> {
  const held = wanted.flatMap(
    ({ target }) => roster.leaseOf(session.visitorId, target)?.number ?? [],
  );
  return new Set([...Object.values(session.numbers), ...held]);
}

/** Not named yet: what it is called hangs on the number it is shown. */
function beginSession(visit: Visit, now: EpochMs, makeId: MakeId): Session {
  return {
    id: UNNAMED,
    visitorId: visit.visitorId ?? makeId(null),
    view: visit.view,
    startedAt: now,
    lastSeenAt: now,
    grade: 'none',
    touch: visit.touch,
    place: visit.place,
    device: visit.device,
    journey: [],
    numbers: {},
  };
}

function decideGrant(
  roster: Roster,
  session: Session,
  wanted: Wanted,
  visit: Visit,
  now: EpochMs,
  taken: ReadonlySet<string>,
  repeated: boolean,
  makeId: MakeId,
): Grant {
  const { target } = wanted;
  const held = roster.leaseOf(session.visitorId, target);
  if (held?.sessionId === session.id && now < reusableAt(held)) {
    // The same view again says nothing new of whoever asks; a further one is a sign of life.
    const renewed = repeated ? stillShown(held, now) : renewLease(held, now);
    return leased(wanted, renewed, false, false);
  }
  const shown = session.numbers[target];
  // Whatever has come free since: a number never changes within a session.
  if (shown !== undefined && roster.isFallback(shown)) return unleased(wanted, shown, false);
  const pool = roster.pool(wanted.pool);
  if (pool === undefined) return unleased(wanted, null, false);

  // A returning visitor is shown the same number while nobody else has held it and the pool still has it;
  // a session keeps its own even where another of the visitor has leased it since.
  const runs = held !== undefined && now < reusableAt(held);
  const beside = held && roster.stateOf(held.number)?.isHeldBeside(session.visitorId, now);
  const free = !beside && !roster.isNetworkFull(wanted.pool, visit.network, now);
  const returns = held && roster.leases(wanted.pool, held.number) && (runs || free);
  const kept = shown !== undefined || returns ? held : undefined;
  const offer: Offer = kept
    ? { grade: beside ? 'shared' : 'own', number: kept.number, exhausted: false }
    : roster.offer({
        pool: wanted.pool,
        visitorId: session.visitorId,
        now,
        taken,
        area: areaWanted(roster, pool, target, visit.place),
        network: visit.network,
      });
  if (offer.grade === 'none') return unleased(wanted, pool.fallback, offer.exhausted);
  const lease: Lease = {
    id: makeId(offer.number),
    number: offer.number,
    target,
    pool: wanted.pool,
    sessionId: session.id,
    visitorId: session.visitorId,
    grade: offer.grade,
    startedAt: now,
    // Another page of the visitor may have been promised the number for longer.
    lastSeenAt: Math.max(now, kept?.lastSeenAt ?? now),
    endedAt: null,
    holdSeconds: Math.max(pool.holdSeconds, kept && runs ? kept.holdSeconds : 0),
    sharedAt: offer.grade === 'shared' ? now : null,
    provisional: kept === undefined,
    left: false,
  };
  return leased(wanted, lease, true, offer.exhausted);
}

function leased(wanted: Wanted, lease: Lease, begins: boolean, exhausted: boolean): Grant {
  const { target, pool } = wanted;
  return { target, pool, grade: lease.grade, number: lease.number, lease, begins, exhausted };
}

function unleased({ target, pool }: Wanted, fallback: string | null, exhausted: boolean): Grant {
  const grade = fallback === null ? 'none' : 'fallback';
  return { target, pool, grade, number: fallback, lease: null, begins: false, exhausted };
}

function areaWanted(
  roster: Roster,
  { prefer }: PoolDefinition,
  target: string,
  place: Place,
): Area | undefined {
  if (prefer === null) return undefined;
  return prefer === 'target' ? roster.areaOf(target) : visitorArea(place);
}

const BEST_FIRST: readonly Grade[] = ['own', 'shared', 'source', 'fallback', 'none'];

/** The best that any of the session's targets got. */
function bestGrade(servedBySource: boolean, grants: readonly Grant[]): Grade {
  const grades = new Set<Grade>(grants.map(({ grade }) => grade));
  if (servedBySource) grades.add('source');
  return BEST_FIRST.find((grade) => grades.has(grade)) ?? 'none';
}
