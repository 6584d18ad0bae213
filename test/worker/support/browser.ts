import type { Swap, VisitEvent, VisitReply, VisitRequest } from '../../../snippet/contract/wire.ts';
import { ask } from './ask.ts';
import { ORIGIN } from './make-site.ts';

export const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
export const PAGE_HEADERS = {
  origin: ORIGIN,
  'user-agent': FIREFOX,
  'content-type': 'text/plain;charset=UTF-8',
};

type Site = { readonly key: string };
type SentEvent = VisitEvent extends infer E ? (E extends unknown ? Loose<E> : never) : never;
/** An event of which a test says only what matters to it. */
type Loose<E> = Omit<E, 'id' | 'ageMs'> & { id?: string; ageMs?: number };

export function randomId(): string {
  return crypto.randomUUID();
}

/** What the snippet sends on the first page view of a new visitor. */
export function visitBody(site: Site, change: Partial<VisitRequest> = {}): VisitRequest {
  return {
    v: 1,
    site: site.key,
    view: randomId(),
    visitor: null,
    session: null,
    consent: 'granted',
    page: { url: `${ORIGIN}/`, title: 'Shop' },
    touch: {},
    ...change,
  };
}

/** Sends a visit as a page does; `body` may be anything, to see how it is refused. */
export function postVisit(body: unknown, headers: HeadersInit = PAGE_HEADERS): Promise<Response> {
  return ask('/v1/visits', { method: 'POST', headers, body: asText(body) });
}

export function postEvents(body: unknown, headers: HeadersInit = PAGE_HEADERS): Promise<Response> {
  return ask('/v1/events', { method: 'POST', headers, body: asText(body) });
}

/** @param headers beside those of a page that a desktop shows. */
export async function visit(
  site: Site,
  change: Partial<VisitRequest> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<VisitReply> {
  const response = await postVisit(visitBody(site, change), { ...PAGE_HEADERS, ...headers });
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  return response.json();
}

/** One browser: it keeps its ids from one page view to the next, as the snippet does. */
export function openBrowser(site: Site) {
  let visitor: string | null = null;
  let session: string | null = null;
  return {
    get visitor() {
      return visitor;
    },
    get session() {
      return session;
    },
    /** The bare session id, as reports show it. */
    get sessionId() {
      return bareId(session);
    },
    async visit(change: Partial<VisitRequest> = {}): Promise<VisitReply> {
      const reply = await visit(site, { visitor, session, ...change });
      ({ visitor, session } = reply);
      return reply;
    },
    send(...events: SentEvent[]): Promise<Response> {
      const timed = events.map((event) => ({ id: randomId(), ageMs: 0, ...event }));
      return postEvents({ v: 1, site: site.key, visitor, session, events: timed });
    },
  };
}

/** The number shown in place of the site's first target. */
export function shownNumber(reply: VisitReply): string {
  return firstSwap(reply).number.e164;
}

export function firstSwap(reply: VisitReply): Swap {
  const [swap] = reply.swaps;
  if (swap === undefined) throw new Error('a reply has one swap per target');
  return swap;
}

export function bareId(signed: string | null): string {
  return signed?.split('.')[0] ?? '';
}

function asText(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
