import { now } from '../browser/clock.ts';
import { randomId } from '../browser/random-id.ts';
import { postFarewell } from '../browser/request.ts';
import {
  type EventsRequest,
  type SnippetSettings,
  type VisitEvent,
  WIRE_VERSION,
} from '../contract/wire.ts';
import type { Lease } from '../domain/lease.ts';

type Bare<E> = E extends unknown ? Omit<E, 'id' | 'ageMs'> & { ageMs?: number } : never;

/** An event of the session without what every event carries. */
export type SessionEvent = Bare<VisitEvent>;

/** Sends the events by the way given: one that waits for the answer, or one that survives the page. */
export type SendEvents = <T>(
  send: (url: string, body: string) => T,
  lease: Lease,
  events: readonly SessionEvent[],
) => T;

export function createSendEvents({ api, site }: SnippetSettings): SendEvents {
  return (send, { visitor, session }, bare) => {
    const events = bare.map((event) => ({ id: randomId(), ageMs: 0, ...event }) as VisitEvent);
    const request: EventsRequest = { v: WIRE_VERSION, site, visitor, session, events };
    return send(`${api}/v1/events`, JSON.stringify(request));
  };
}

/**
 * Tells the server of events, at once by beacon, or as soon as there is a session (then `flush` is to be
 * called). Without a session (consent denied) there is nothing to tell.
 */
export function createTell(sendEvents: SendEvents, currentLease: () => Lease | undefined) {
  let waiting: { event: SessionEvent; at: number }[] = [];
  const flush = () => {
    const lease = currentLease();
    if (!lease || !waiting.length) return;
    const events = waiting.map(({ event, at }) => ({ ageMs: now() - at, ...event }));
    waiting = [];
    if (lease.session) sendEvents(postFarewell, lease, events);
  };
  const tell = (event: SessionEvent) => {
    waiting.push({ event, at: now() });
    flush();
  };
  return { tell, flush };
}
