import type { VisitEvent } from '../../snippet/contract/wire.ts';
import type { EpochMs } from '../domain/time.ts';
import { extendJourney, type JourneyEntry } from '../domain/visits/journey.ts';
import { SESSION_IDLE, type Session } from '../domain/visits/session.ts';
import { Changes } from './changes.ts';
import { heedGivenPhone } from './late-phones.ts';
import { heedLateTap } from './late-taps.ts';
import type { PoolEvents, PoolEventsReply } from './messages.ts';
import type { PoolState } from './state.ts';
import type { PoolTables } from './tables.ts';

/** What is durable before the answer. */
const LASTING: ReadonlySet<VisitEvent['type']> = new Set(['tap', 'form', 'custom', 'identify']);

const LEASE_ENDED: PoolEventsReply = { ok: false, code: 'lease_ended' };

/**
 * Every event is a sign of life of the session and its leases, unless they are over: a tab that is closed
 * hours later revives nothing. What the visitor did (taps, forms, custom events) and who they said
 * they are is kept all the same, durably; renewals, page views and leaving are written behind.
 */
export function recordEvents(
  tables: PoolTables,
  state: PoolState,
  { sessionId, events, phones = [] }: PoolEvents,
  now: EpochMs,
): PoolEventsReply {
  const { store } = tables;
  const session = state.session(sessionId);
  if (session === undefined) return LEASE_ENDED;

  const timed = events.map((event) => ({ event, at: timeOf(event, session, now) }));
  const seenAt = Math.max(session.startedAt, ...timed.map(({ at }) => at));
  const over = seenAt - session.lastSeenAt >= SESSION_IDLE;
  const lasting = events.some(({ type }) => LASTING.has(type));

  const leaves = events.every(({ type }) => type === 'leave');
  const changes = new Changes(store, state);
  const entries = timed.flatMap(({ event, at }) => journeyEntry(event, at) ?? []);
  if (entries.length > 0 || !over) {
    const journey = extendJourney(session.journey, entries);
    const lastSeenAt = over ? session.lastSeenAt : Math.max(session.lastSeenAt, seenAt);
    changes.session({ ...session, lastSeenAt, journey }, lasting);
  }
  let kept = !over;
  for (const number of over ? [] : Object.values(session.numbers)) {
    const lease = state.roster.renewed(number, session.visitorId, seenAt, leaves);
    if (lease) changes.lease(lease, false);
    else if (!state.roster.isFallback(number)) kept = false;
  }
  changes.save(now, null, leaves);
  for (const { event, at } of timed) {
    if (event.type === 'tap') heedLateTap(tables, state, event.number, at, now);
  }
  for (const phone of phones) heedGivenPhone(tables, state, phone, session.visitorId, now);
  if (over) return entries.length > 0 ? { ok: true } : LEASE_ENDED;
  return kept ? { ok: true } : LEASE_ENDED;
}

/** A browser says how long ago, since its clock cannot be trusted to say when; never before its session. */
function timeOf(event: VisitEvent, session: Session, now: EpochMs): EpochMs {
  return Math.max(session.startedAt, now - Math.max(0, event.ageMs));
}

function journeyEntry(event: VisitEvent, at: EpochMs): JourneyEntry | undefined {
  if (event.type === 'renew' || event.type === 'leave') return undefined;
  const { ageMs, ...rest } = event;
  return { ...rest, at };
}
