import { env } from 'cloudflare:test';
import {
  type ListedLease,
  listLeases,
  listSessions,
} from '../../../../worker/db/queries/list-sessions.ts';
import { PERSISTENCE_STEP } from '../../../../worker/domain/leases/lease.ts';
import { SECOND } from '../../../../worker/domain/time.ts';
import { type Breaches, span } from './breaches.ts';
import type { Ledger } from './ledger.ts';
import type { Phone } from './phone.ts';
import type { Promises } from './promises.ts';

const ALL = { limit: 100_000, from: undefined, to: undefined, after: undefined };

type KeptLease = ListedLease & { readonly visitor: string };
type KeptCall = { id: string; provider_call_id: string; events: string; number: string | null };

async function read(siteId: string) {
  const sessions = await listSessions(env.DB, siteId, ALL);
  const visitors = new Map(sessions.map(({ id, visitorId }) => [id, visitorId]));
  const leases = (await listLeases(env.DB, siteId, ALL))
    .map((lease): KeptLease => ({ ...lease, visitor: visitors.get(lease.sessionId) ?? '' }))
    .reverse();
  const calls = await env.DB.prepare('SELECT * FROM calls WHERE site_id = ?')
    .bind(siteId)
    .all<KeptCall>();
  return { sessions, leases, calls: calls.results };
}

/** Holds what has reached D1 against what was acknowledged. */
export async function checkHistory(
  siteId: string,
  breaches: Breaches,
  promises: Promises,
  ledger: Ledger,
  phone: Phone,
): Promise<void> {
  const { sessions, leases, calls } = await read(siteId);
  checkSessions(sessions, breaches, ledger);
  checkCalls(calls, breaches, phone);
  checkLeases(leases, breaches, promises, ledger);
  checkOverlaps(leases, breaches, ledger);
}

/** One session for each that was acknowledged, with what was done in it once. */
function checkSessions(
  sessions: Awaited<ReturnType<typeof listSessions>>,
  breaches: Breaches,
  { sessions: acknowledged, entries, unanswered }: Ledger,
): void {
  const kept = new Map(sessions.map((session) => [session.id, session]));
  for (const [id, { visitor }] of acknowledged) {
    const name = breaches.name('session', id);
    if (!kept.has(id)) breaches.note(`${name} is lost`);
    else if (kept.get(id)?.visitorId !== visitor) breaches.note(`${name} is somebody else’s`);
  }
  for (const { id, journey } of sessions) {
    const asked = journey.some((entry) => unanswered.has(entry.id));
    if (!acknowledged.has(id) && !asked) breaches.note(`a session nobody was told of: ${id}`);
  }
  const journeys = new Map(
    sessions.map(({ id, journey }) => [id, journey.map((entry) => entry.id)]),
  );
  for (const { session, id, durable, lost } of entries.values()) {
    const times = journeys.get(session)?.filter((each) => each === id).length ?? 0;
    const name = breaches.name('session', session);
    if (times > 1) breaches.note(`${name} has ${id} ${times} times`);
    if (times === 0 && (durable || !lost)) breaches.note(`${name} has lost ${id}`);
  }
}

/** One call for each that the provider told of, with all that was told. */
function checkCalls(kept: readonly KeptCall[], breaches: Breaches, { calls }: Phone): void {
  for (const { id, number, acknowledged, callId } of calls) {
    const rows = kept.filter(({ provider_call_id }) => provider_call_id === id);
    if (rows.length > 1) breaches.note(`${id} is ${rows.length} calls`);
    if (acknowledged.size === 0) continue;
    const [row] = rows;
    if (row === undefined) {
      breaches.note(`${id} is lost`);
      continue;
    }
    if (row.id !== callId) breaches.note(`${id} has another id than was told`);
    if (acknowledged.has('received') && row.number !== number) {
      breaches.note(`${id} to ${number} is kept as one to ${row.number}`);
    }
    const told = (JSON.parse(row.events) as { id: string }[]).map((event) => event.id);
    for (const news of acknowledged) {
      const times = told.filter((each) => each === `${id} ${news}`).length;
      if (times !== 1) breaches.note(`${id} has the news "${news}" ${times} times`);
    }
  }
  const known = new Set(calls.map(({ id }) => id));
  for (const { provider_call_id } of kept) {
    if (!known.has(provider_call_id)) breaches.note(`a call nobody told of: ${provider_call_id}`);
  }
}

/** Every number that was acknowledged is in the history, as long as it was seen, and as it was shared. */
function checkLeases(
  leases: readonly KeptLease[],
  breaches: Breaches,
  { given, shares }: Promises,
  { signs }: Ledger,
): void {
  for (const { session, number, target, grade } of given) {
    const kept = leases.filter(
      (each) => each.sessionId === session && each.number === number && each.target === target,
    );
    const name = breaches.name('session', session);
    if (kept.length === 0) breaches.note(`the lease of ${number} to ${name} is lost`);
    else if (grade === 'shared' && !kept.some((each) => each.grade === 'shared')) {
      breaches.note(`${name} shared ${number}, which its lease does not say`);
    }
  }
  for (const { visitor, number, at, answeredAt, uncertain } of signs) {
    const step = uncertain ? PERSISTENCE_STEP : 0;
    const seen = leases.some(
      (each) =>
        each.visitor === visitor &&
        each.number === number &&
        each.startedAt <= answeredAt &&
        each.lastSeenAt >= at - step,
    );
    const name = breaches.name('visitor', visitor);
    if (!seen) breaches.note(`${name} was seen with ${number}, which no lease says`);
  }
  for (const { number, visitors, by } of shares) {
    for (const visitor of visitors) {
      const lease = leases.findLast(
        (each) => each.visitor === visitor && each.number === number && each.startedAt <= by,
      );
      if (lease?.grade === 'shared') continue;
      breaches.note(`${breaches.name('visitor', visitor)} shared ${number}, which no lease says`);
    }
  }
}

/** Leases of one number follow one another, but for those that say that they share it. */
function checkOverlaps(leases: readonly KeptLease[], breaches: Breaches, { signs }: Ledger): void {
  for (const [number, ofNumber] of Map.groupBy(leases, (lease) => lease.number)) {
    for (const [index, lease] of ofNumber.entries()) {
      for (const next of ofNumber.slice(index + 1)) {
        const end = lease.endedAt ?? lease.lastSeenAt + keptFor(lease, next, signs);
        if (next.startedAt >= end) continue;
        if (lease.visitor !== next.visitor && lease.grade === 'shared' && next.grade === 'shared') {
          continue;
        }
        breaches.note(
          `${number} was leased (${next.grade}) to ${breaches.name('visitor', next.visitor)} ` +
            `${span(next.startedAt, end)} before its lease (${lease.grade}) to ` +
            `${breaches.name('visitor', lease.visitor)} was over`,
        );
      }
    }
  }
}

/** Milliseconds: what has shown no sign of life is taken back sooner. */
function keptFor(lease: KeptLease, next: KeptLease, signs: Ledger['signs']): number {
  const confirmed = signs.some(
    ({ visitor, number, at, answeredAt, confirms }) =>
      confirms &&
      visitor === lease.visitor &&
      number === lease.number &&
      at > lease.startedAt &&
      answeredAt <= next.startedAt,
  );
  return Math.min(lease.holdSeconds, confirmed ? lease.holdSeconds : 120) * SECOND;
}
