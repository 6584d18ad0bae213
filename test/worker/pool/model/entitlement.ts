import type { SiteSnapshot } from '../../../../worker/domain/site-snapshot.ts';
import type { EpochMs } from '../../../../worker/domain/time.ts';
import type { LeaseGrant } from '../../../../worker/pool/messages.ts';
import type { Breaches } from './breaches.ts';
import type { Claims } from './claims.ts';
import type { Phone } from './phone.ts';
import type { Answered } from './promises.ts';
import { NUMBERS } from './site-owner.ts';
import type { VisitRequest } from './visits.ts';

/** A visit with what was asked, and the targets that its session had a number for already. */
export type Visited = {
  readonly request: VisitRequest;
  readonly answered: Answered;
  readonly hadNumberFor: ReadonlySet<string>;
};

/** How things stood before something was asked of the pool. */
export type Outlook = {
  /** Numbers that nobody could have. */
  readonly free: ReadonlySet<string>;
  /** Numbers that a call was surely going on to, and those that one may have been. */
  readonly ringing: ReadonlySet<string>;
  readonly mayRing: ReadonlySet<string>;
  /** The visitors who had each number last. */
  readonly holders: ReadonlyMap<string, ReadonlySet<string>>;
};

export function lookAhead(claims: Claims, phone: Phone, now: EpochMs): Outlook {
  return {
    free: new Set(NUMBERS.filter((number) => claims.isFree(number, now))),
    ringing: new Set(NUMBERS.filter((number) => phone.rings(number, now))),
    mayRing: new Set(NUMBERS.filter((number) => phone.mayRing(number))),
    holders: new Map(NUMBERS.map((number) => [number, new Set(claims.holders(number))])),
  };
}

/** A number that somebody is ringing is given to nobody but who had it. */
export function checkRinging(
  breaches: Breaches,
  { ringing, holders }: Outlook,
  phone: Phone,
  { answered, request }: Visited,
): void {
  const { visitor, grants, answeredAt } = answered;
  for (const { number, grade } of grants) {
    if (number === null || grade === 'fallback' || !ringing.has(number)) continue;
    const had = holders.get(number);
    if (had?.has(visitor) || had?.has(unanswered(request))) continue;
    if (!phone.rings(number, answeredAt)) continue;
    breaches.note(
      `${number} was given (${grade}) to ${breaches.name('visitor', visitor)} during a call to it`,
    );
  }
}

/** The name of a visitor who got no answer. */
export function unanswered({ visitorId, view }: VisitRequest): string {
  return visitorId ?? `whoever saw ${view}`;
}

/**
 * Nothing is withheld: a number that nobody can have is given to who comes; where there is none, one is
 * shared if the pool shares; else its fallback is shown.
 *
 * @param visits all that were answered at once.
 */
export function checkWithheld(
  breaches: Breaches,
  outlook: Outlook,
  claims: Claims,
  phone: Phone,
  site: SiteSnapshot,
  visits: readonly Visited[],
): void {
  const given = visits.flatMap(({ answered: { visitor, grants } }) =>
    grants.map(({ number }) => ({ visitor, number })),
  );
  for (const visit of visits) {
    if (visit.request.network !== null) continue;
    for (const grant of visit.answered.grants) {
      if (visit.hadNumberFor.has(grant.target) || grant.grade === 'own') continue;
      const better = betterThan(grant, visit, outlook, claims, phone, site, given);
      if (better === undefined) continue;
      const who = breaches.name('visitor', visit.answered.visitor);
      breaches.note(`${who} got ${grant.number} (${grant.grade}) though ${better}`);
    }
  }
}

function betterThan(
  { target, grade, number }: LeaseGrant,
  { request, answered }: Visited,
  { free, mayRing, holders }: Outlook,
  claims: Claims,
  phone: Phone,
  site: SiteSnapshot,
  given: readonly { readonly visitor: string; readonly number: string | null }[],
): string | undefined {
  const name = request.wanted.find((wanted) => wanted.target === target)?.pool;
  const pool = site.pools.find((each) => each.name === name);
  if (pool === undefined) return undefined;
  if (number === null && pool.fallback !== null) return `its pool falls back on ${pool.fallback}`;
  if (pool.paused) return undefined;
  const has = (each: string) =>
    holders.get(each)?.has(answered.visitor) ||
    given.some(({ visitor, number: theirs }) => visitor === answered.visitor && theirs === each);
  // A visitor who comes back to a number that they shared goes on sharing it.
  if (grade === 'shared' && holders.get(number ?? '')?.has(answered.visitor)) return undefined;
  const usable = pool.numbers.filter(
    (each) => !has(each) && !mayRing.has(each) && !phone.mayRing(each),
  );
  // Afterwards too: news of its visitor that comes in time, if only just, keeps a number.
  const unused = usable.find(
    (each) =>
      free.has(each) &&
      given.every(({ number: theirs }) => theirs !== each) &&
      claims.isFree(each, answered.answeredAt),
  );
  if (unused !== undefined) return `nobody had ${unused}`;
  if (grade === 'shared' || !pool.share || usable.length === 0) return undefined;
  return `${usable[0]} could have been shared`;
}
