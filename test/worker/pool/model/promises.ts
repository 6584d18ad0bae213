import type { EpochMs } from '../../../../worker/domain/time.ts';
import { SECOND } from '../../../../worker/domain/time.ts';
import type { LeaseGrant } from '../../../../worker/pool/messages.ts';
import { type Breaches, span } from './breaches.ts';

/** A visit that was answered, and when, as its browser saw it. */
export type Answered = {
  readonly sentAt: EpochMs;
  readonly answeredAt: EpochMs;
  readonly visitor: string;
  readonly session: string;
  readonly view: string;
  readonly grants: readonly LeaseGrant[];
};

/** A leased number as one page shows it: from the answer on, for as long as it was promised. */
export type Shown = {
  readonly visitor: string;
  readonly session: string;
  readonly target: string;
  readonly number: string;
  readonly grade: 'own' | 'shared';
  /** Without a break: a page that showed it again after its time counts from then. */
  since: EpochMs;
  /** Milliseconds that a sign of life adds. */
  readonly validFor: number;
  /** When the last sign of life was sent that the pool acknowledged. */
  seenAt: EpochMs;
  until: EpochMs;
};

/** Everything that a page may show, and that its events keep alive; pages are never closed. */
export type Page = {
  readonly visitor: string;
  readonly session: string;
  readonly shows: readonly Shown[];
};

/** A number that a visitor was told, own or shared. */
export type Given = Omit<Shown, 'until' | 'validFor' | 'seenAt'> & { readonly sentAt: EpochMs };

/** Two visitors who may show one number at once: both leases have to say so. */
type Share = {
  readonly number: string;
  readonly visitors: readonly [string, string];
  readonly by: EpochMs;
};

/**
 * What each browser was promised, and what follows from that for every later promise. A browser counts
 * from when it asked, so this is the least that the pool has to keep.
 */
export function openPromises(breaches: Breaches) {
  const pages: Page[] = [];
  const given: Given[] = [];
  const shares: Share[] = [];
  /** The number of each session for each target, once it had one. */
  const numbers = new Map<string, Map<string, string>>();

  const shownBy = (number: string) =>
    pages.flatMap(({ shows }) => shows.filter((shown) => shown.number === number));

  /** Whoever else may show the number goes on alone, or shares knowingly. */
  function checkOthers(answered: Answered, { number, grade }: Given): void {
    const { visitor, sentAt, answeredAt } = answered;
    for (const other of shownBy(number)) {
      if (other.visitor === visitor || other.until <= answeredAt) continue;
      // What was answered meanwhile may have been decided before this or after it.
      const meanwhile = other.since >= sentAt;
      if (grade === 'own' && (other.grade === 'own' || !meanwhile)) {
        breaches.note(
          `${number} was given to ${breaches.name('visitor', visitor)} alone, while ` +
            `${breaches.name('visitor', other.visitor)} may show it for another ${span(answeredAt, other.until)}`,
        );
      }
      if (grade === 'shared') {
        shares.push({ number, visitors: [visitor, other.visitor], by: answeredAt });
      }
    }
  }

  /** A number never changes within a session, and never stands for two targets of a page. */
  function checkSession({ session, grants }: Answered): void {
    const known = numbers.get(session) ?? new Map<string, string>();
    numbers.set(session, known);
    for (const { target, number } of grants) {
      const before = known.get(target);
      if (before !== undefined && before !== number) {
        breaches.note(
          `${breaches.name('session', session)} was shown ${before} for ${target}, and now ${number}`,
        );
      }
      if (number !== null) known.set(target, number);
    }
    const leased = grants.flatMap(({ grade, number }) =>
      grade === 'fallback' ? [] : (number ?? []),
    );
    if (new Set(leased).size < leased.length) {
      breaches.note(`${breaches.name('session', session)} was shown ${leased[0]} for two targets`);
    }
  }

  /** Whether every number of the session may be shown still, by what was answered before `sentAt`. */
  function isKept(session: string, sentAt: EpochMs, at: EpochMs): boolean {
    const shows = pages
      .flatMap((page) => page.shows)
      .filter((shown) => shown.session === session && shown.since < sentAt && shown.until > at);
    return [...(numbers.get(session) ?? [])].every(([target, number]) =>
      shows.some((shown) => shown.target === target && shown.number === number),
    );
  }

  return {
    isKept,
    pages: pages as readonly Page[],
    given: given as readonly Given[],
    shares: shares as readonly Share[],

    /** What a session was shown for each target, by target. */
    numbersOf(session: string): ReadonlyMap<string, string> {
      return numbers.get(session) ?? new Map();
    },

    shownBy,

    /** A page shows what it was told. */
    answered(answered: Answered): void {
      checkSession(answered);
      const { visitor, session, sentAt, answeredAt } = answered;
      const shows = answered.grants.flatMap(({ target, number, grade, validFor }): Shown[] => {
        if (number === null || (grade !== 'own' && grade !== 'shared')) return [];
        const one = { visitor, session, target, number, grade, since: answeredAt, sentAt };
        checkOthers(answered, one);
        given.push(one);
        const { sentAt: seenAt, ...shown } = one;
        const promised = validFor * SECOND;
        return [{ ...shown, validFor: promised, seenAt, until: seenAt + promised }];
      });
      pages.push({ visitor, session, shows });
    },

    /** The pool has heard of the page: what it shows it may show for as long again. */
    renewed(page: Page, sentAt: EpochMs, answeredAt: EpochMs): void {
      for (const shown of page.shows) {
        if (shown.until <= sentAt) shown.since = answeredAt;
        shown.seenAt = Math.max(shown.seenAt, sentAt);
        shown.until = Math.max(shown.until, sentAt + shown.validFor);
      }
    },

    /** The page was told that its session is over; that must not be while all it had was promised. */
    ended(page: Page, sentAt: EpochMs, at: EpochMs): void {
      if (isKept(page.session, sentAt, at) && numbers.get(page.session)?.size) {
        breaches.note(`${breaches.name('session', page.session)} lost what it was promised`);
      }
      for (const shown of page.shows) shown.until = Math.min(shown.until, at);
    },
  };
}

export type Promises = ReturnType<typeof openPromises>;
