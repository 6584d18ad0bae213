import type { Grade } from '../../snippet/contract/wire.ts';
import { type Held, overlaps } from './overlaps.ts';
import type { ReadLease, SiteRecord } from './read-site.ts';
import type { SoakSite } from './sites.ts';
import { leaseKey, type Told } from './told.ts';

/** A page that has shown no sign of life yet is promised its number for no longer, in seconds. */
const PROVISIONAL_SECONDS = 120;

/** How many examples of a breach are named. */
const EXAMPLES = 3;

/**
 * Compares what clients were told with what D1 has. Every breach is a sentence; none means that nothing is
 * lost, nothing is doubled, and no number was with two visitors at once.
 */
export function reconcile(site: SoakSite, told: Told, record: SiteRecord): string[] {
  const breaches = [
    ...lost('session', told.sessions, new Set(record.sessions.map(({ id }) => id))),
    ...lost('lease', told.leases.keys(), new Set(record.leases.map(keyOf))),
    ...lost('tap', told.taps.keys(), new Set(tapsOf(record).map(({ id }) => id))),
    ...lost('call', told.calls, new Set(record.calls.map(({ providerCallId }) => providerCallId))),
    ...misplacedTaps(told, record),
    ...wrongGrades(told, record),
    ...doubled(
      'session',
      record.sessions.map(({ id }) => id),
    ),
    ...doubled(
      'tap',
      tapsOf(record).map(({ id }) => id),
    ),
    ...doubled(
      'call',
      record.calls.map(({ providerCallId }) => providerCallId),
    ),
    ...doubledLeases(record),
    ...untold('session', record.sessions.length - told.sessions.size, told.unanswered.visits),
    ...untold('tap', tapsOf(record).length - told.taps.size, told.unanswered.taps),
    ...untold('call', record.calls.length - told.calls.size, told.unanswered.calls),
    ...promisedTwice(told),
    ...leasedTwice(site, record),
    ...[...told.wrongAnswers].map(([what, times]) => `${what}, ${times} times`),
  ];
  return breaches.map((breach) => `${site.key}: ${breach}`);
}

function lost(what: string, told: Iterable<string>, known: ReadonlySet<string>): string[] {
  const missing = [...told].filter((id) => !known.has(id));
  return sentence(missing, `of what was acknowledged, this ${what} is not in D1`);
}

function doubled(what: string, ids: readonly string[]): string[] {
  const seen = new Set<string>();
  const twice = ids.filter((id) => seen.has(id) || !seen.add(id));
  return sentence(twice, `this ${what} is in D1 more than once`);
}

/** What is there beyond what was told can only come of requests that were not answered, one of each. */
function untold(what: string, surplus: number, unanswered: number): string[] {
  if (surplus <= unanswered) return [];
  return [
    `D1 has ${surplus} of ${what} that nobody was told of; only ${unanswered} were unanswered`,
  ];
}

function tapsOf({ sessions }: SiteRecord): { id: string; session: string }[] {
  return sessions.flatMap(({ id: session, journey }) =>
    journey.filter(({ type }) => type === 'tap').map(({ id }) => ({ id, session })),
  );
}

function misplacedTaps({ taps }: Told, record: SiteRecord): string[] {
  const misplaced = tapsOf(record).filter(
    ({ id, session }) => taps.has(id) && taps.get(id) !== session,
  );
  return sentence(
    misplaced.map(({ id }) => id),
    'this tap is in another session',
  );
}

/** A number of one's own may be shared later; a shared one is never one's own again. */
function wrongGrades({ leases }: Told, record: SiteRecord): string[] {
  const byKey = Map.groupBy(record.leases, keyOf);
  const wrong = [...leases].flatMap(([key, grades]) => {
    const kept = new Set(byKey.get(key)?.map(({ grade }) => grade));
    const stands = (grade: Grade) => kept.has(grade) || (grade === 'own' && kept.has('shared'));
    return kept.size === 0 || [...grades].every(stands) ? [] : [`${key} (${[...grades]})`];
  });
  return sentence(wrong, 'this lease has another grade in D1 than was told');
}

/** One session may lease its number anew once it had run out, not before. */
function doubledLeases(record: SiteRecord): string[] {
  const twice = [...Map.groupBy(record.leases, keyOf)].flatMap(([key, leases]) => {
    const inOrder = leases.toSorted((a, b) => a.startedAt - b.startedAt);
    return inOrder.some((lease, at) => {
      const next = inOrder[at + 1];
      return next !== undefined && (lease.endedAt === null || next.startedAt < lease.endedAt);
    })
      ? [key]
      : [];
  });
  return sentence(twice, 'this lease is in D1 twice for the same time');
}

function promisedTwice({ promised }: Told): string[] {
  const found = overlaps(promised.map(({ visitor: holder, ...rest }) => ({ holder, ...rest })));
  return sentence(
    found.map(describe),
    'this number was promised to two visitors alone at the same time',
  );
}

/** By the history: nobody else has the number while its page, last seen then, may still show it. */
function leasedTwice({ holdSeconds }: SoakSite, record: SiteRecord): string[] {
  const visitors = new Map(record.sessions.map(({ id, visitor }) => [id, visitor]));
  const shownFor = Math.min(holdSeconds, PROVISIONAL_SECONDS) * 1_000;
  const found = overlaps(
    record.leases
      .filter(({ grade }) => grade === 'own')
      .map(({ number, session, startedAt, lastSeenAt }) => ({
        number,
        holder: visitors.get(session) ?? session,
        from: startedAt,
        until: lastSeenAt + shownFor,
      })),
  );
  return sentence(
    found.map(describe),
    'this number was leased to two visitors alone at the same time',
  );
}

function describe([first, second]: [Held, Held]): string {
  return `${first.number} (${first.holder} until ${time(first.until)}, ${second.holder} from ${time(second.from)})`;
}

function time(at: number): string {
  return new Date(at).toISOString().slice(11, -1);
}

function keyOf({ session, number }: ReadLease): string {
  return leaseKey(session, number);
}

function sentence(cases: readonly string[], what: string): string[] {
  if (cases.length === 0) return [];
  const examples = cases.slice(0, EXAMPLES).join(', ');
  return [
    `${what}: ${examples}${cases.length > EXAMPLES ? ` and ${cases.length - EXAMPLES} more` : ''}`,
  ];
}
