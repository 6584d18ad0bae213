import { randomId } from '../browser/random-id.ts';
import { type EventsRequest, type SnippetSettings, WIRE_VERSION } from '../contract/wire.ts';
import type { Lease } from '../domain/lease.ts';

/** An event of the session without what every event carries. */
type SessionEvent =
  | { readonly type: 'renew' }
  | { readonly type: 'leave'; readonly ageMs: number }
  | { readonly type: 'tap'; readonly number: string };

/** Sends the event by the way given: one that waits for the answer, or one that survives the page. */
export type SendEvent = <T>(
  send: (url: string, body: string) => T,
  lease: Lease,
  event: SessionEvent,
) => T | undefined;

/** Without a session (consent denied) there is nothing to tell. */
export function createEvents({ api, site }: SnippetSettings): SendEvent {
  return (send, { visitor, session }, event) => {
    if (!session) return undefined;
    const events = [{ id: randomId(), ageMs: 0, ...event }];
    const request: EventsRequest = { v: WIRE_VERSION, site, visitor, session, events };
    return send(`${api}/v1/events`, JSON.stringify(request));
  };
}
