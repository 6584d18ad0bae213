import type { VisitEvent } from '../../snippet/contract/wire.ts';
import type { EpochMs } from '../domain/time.ts';
import { extendJourney, type JourneyEntry } from '../domain/visits/journey.ts';
import { SESSION_IDLE, type Session } from '../domain/visits/session.ts';
import type { PoolEvents, PoolEventsReply } from './messages.ts';
import type { PoolState } from './state.ts';

/** Every event is a sign of life of the session and its leases; taps, forms and custom events last. */
export function recordEvents(
  state: PoolState,
  { sessionId, events }: PoolEvents,
  now: EpochMs,
): PoolEventsReply {
  const session = state.session(sessionId);
  if (session === undefined) return { ok: false, code: 'lease_ended' };

  const timed = events.map((event) => ({ event, at: timeOf(event, session, now) }));
  const seenAt = Math.max(session.lastSeenAt, ...timed.map(({ at }) => at));
  const lasts = events.some(({ type }) => type !== 'renew' && type !== 'page');
  const put = lasts ? 'putDurably' : 'put';

  const kept = Object.values(session.numbers).every((number) => {
    const lease = state.roster.renew(number, session.visitorId, seenAt);
    if (lease) state.leases[put](lease, now);
    return lease !== undefined;
  });
  const entries = timed.flatMap(({ event, at }) => journeyEntry(event, at) ?? []);
  const changed: Session = {
    ...session,
    lastSeenAt: seenAt,
    journey: extendJourney(session.journey, entries),
  };
  state.sessions[put](changed, now);
  return kept ? { ok: true } : { ok: false, code: 'lease_ended' };
}

/** A browser says how long ago, since its clock cannot be trusted to say when; never before its session. */
function timeOf(event: VisitEvent, session: Session, now: EpochMs): EpochMs {
  const age = Math.min(Math.max(0, event.ageMs), SESSION_IDLE);
  return Math.max(session.startedAt, now - age);
}

function journeyEntry(event: VisitEvent, at: EpochMs): JourneyEntry | undefined {
  if (event.type === 'renew' || event.type === 'leave') return undefined;
  const { ageMs, ...rest } = event;
  return { ...rest, at };
}
