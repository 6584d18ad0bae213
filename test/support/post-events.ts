import { PAGE_HEADERS } from './post-visit.ts';

/** A sign of life as the snippet sends it, without a browser to wait for. */
export function postEvents(
  serverUrl: string,
  event: {
    readonly site: string;
    readonly visitor: string | null;
    readonly session: string | null;
    readonly type: 'renew' | 'leave';
  },
): Promise<Response> {
  const { site, visitor, session, type } = event;
  return fetch(`${serverUrl}/v1/events`, {
    method: 'POST',
    headers: { ...PAGE_HEADERS, origin: serverUrl },
    body: JSON.stringify({
      v: 1,
      site,
      visitor,
      session,
      events: [{ id: crypto.randomUUID(), ageMs: 0, type }],
    }),
  });
}
