import { randomUUID } from 'node:crypto';
import type { VisitEvent, VisitReply } from '../../snippet/contract/wire.ts';
import { PAGE_HEADERS, postVisit } from '../support/post-visit.ts';
import { send } from './send.ts';
import type { ServerClock } from './server-clock.ts';
import type { SoakSite } from './sites.ts';
import { countWrongAnswer, leaseKey, type Told } from './told.ts';

/** Some browsers are closed while nobody answers, others repeat what they sent. */
const PATIENCE_MS = [0, 1_500, 60_000] as const;

/** The server may be busy, or its pool; neither loses anything that was told. */
const BUSY = 503;
const LEASE_ENDED = 410;

type Page = { readonly serverUrl: string; readonly site: SoakSite; readonly clock: ServerClock };

export type SoakBrowser = {
  /** The number it shows, where it is one of the pool. */
  readonly number: string | undefined;
  visit(campaign?: string): Promise<void>;
  renew(): Promise<void>;
  leave(): Promise<void>;
  tap(): Promise<void>;
};

/** One browser, which keeps its ids and writes down what it is told. */
export function openSoakBrowser({ serverUrl, site, clock }: Page, told: Told): SoakBrowser {
  let reply: VisitReply | undefined;
  const patience = PATIENCE_MS[Math.floor(Math.random() * PATIENCE_MS.length)] ?? 0;
  const swap = () => reply?.swaps[0];
  const shown = () => (swap()?.grade === 'none' ? undefined : swap()?.number.e164);

  /** The number is the visitor's alone until so long after the request left, as the snippet counts it. */
  const promise = (sentAt: number) => {
    const { grade, validFor } = swap() ?? {};
    const number = shown();
    const visitor = bareId(reply?.visitor);
    if (grade !== 'own' || number === undefined || validFor === undefined) return;
    told.promised.push({ number, visitor, from: clock.latest(), until: sentAt + validFor * 1_000 });
  };

  const sendEvent = async (type: VisitEvent['type'], id: string): Promise<number | undefined> => {
    const sentAt = clock.earliest();
    const event = { id, ageMs: 0, type, ...(type === 'tap' && { number: shown() }) };
    const { visitor, session } = reply ?? { visitor: null, session: null };
    const body = JSON.stringify({ v: 1, site: site.key, visitor, session, events: [event] });
    const headers = { ...PAGE_HEADERS, origin: serverUrl };
    const request = () => fetch(`${serverUrl}/v1/events`, { method: 'POST', headers, body });
    const status = (await send(request, patience))?.status;
    if (status === 204 && type === 'renew') promise(sentAt);
    if (status === LEASE_ENDED) reply = undefined;
    if (status !== undefined && ![204, LEASE_ENDED, BUSY].includes(status)) {
      countWrongAnswer(told, `an event was answered ${status}`);
    }
    return status;
  };

  return {
    get number() {
      return shown();
    },
    visit: async (campaign) => {
      const view = randomUUID();
      const { visitor = null, session = null } = reply ?? {};
      const source = campaign === undefined ? {} : { source: campaign };
      let sentAt = clock.earliest();
      const request = () => {
        sentAt = clock.earliest();
        return postVisit(serverUrl, { site: site.key, view, visitor, session, ...source });
      };
      const answer = await send(request, patience);
      if (answer?.status !== 200) {
        told.unanswered.visits += 1;
        if (answer && answer.status !== BUSY) {
          countWrongAnswer(told, `a visit was answered ${answer.status} ${answer.text}`);
        }
        return;
      }
      reply = JSON.parse(answer.text) as VisitReply;
      const sessionId = bareId(reply.session);
      told.sessions.add(sessionId);
      const number = shown();
      if (number !== undefined) {
        const key = leaseKey(sessionId, number);
        const grades = told.leases.get(key) ?? new Set();
        told.leases.set(key, grades.add(swap()?.grade ?? 'none'));
      }
      promise(sentAt);
    },
    renew: async () => void (await sendEvent('renew', randomUUID())),
    leave: async () => void (await sendEvent('leave', randomUUID())),
    tap: async () => {
      const session = bareId(reply?.session);
      if (shown() === undefined) return;
      const id = randomUUID();
      // A tap is kept also where the number has gone to somebody else meanwhile; that is not promised.
      if ((await sendEvent('tap', id)) === 204) told.taps.set(id, session);
      else told.unanswered.taps += 1;
    },
  };
}

function bareId(signed: string | null | undefined): string {
  return signed?.split('.')[0] ?? '';
}
