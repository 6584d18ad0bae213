import { type openBrowser, randomId } from './browser.ts';
import type { TestSite } from './make-site.ts';
import { CALLER, postGeneric, ring } from './phone.ts';
import { readAll } from './read-reports.ts';

type Browser = ReturnType<typeof openBrowser>;

/** What there is of a site, in an order of its own: what is there twice stands there twice. */
type Account = {
  /** Session ids. */
  readonly sessions: readonly string[];
  /** Session and number. */
  readonly leases: readonly string[];
  /** Session and event id. */
  readonly taps: readonly string[];
  /** The provider's call ids. */
  readonly calls: readonly string[];
};

/** Keeps account of what visitors and callers of a site are told has happened. */
export function openLedger(site: TestSite) {
  const sessions = new Set<string>();
  const leases = new Set<string>();
  const taps = new Set<string>();
  const calls = new Set<string>();
  return {
    /** A page view; the number shown. */
    async visit(browser: Browser): Promise<string> {
      const { swaps } = await browser.visit();
      const [swap] = swaps;
      if (swap?.grade !== 'own' && swap?.grade !== 'shared')
        throw new Error('left without a number');
      sessions.add(browser.sessionId);
      leases.add(`${browser.sessionId} ${swap.number.e164}`);
      return swap.number.e164;
    },
    async tap(browser: Browser, number: string): Promise<void> {
      const id = randomId();
      const response = await browser.send({ id, type: 'tap', number });
      if (response.status !== 204) throw new Error(`tap: ${response.status}`);
      taps.add(`${browser.sessionId} ${id}`);
    },
    /** A call that nobody picks up. */
    async ring(number: string): Promise<void> {
      const call = await ring(site, number);
      const ended = { v: 1, event: 'ended', call, to: number, from: CALLER, outcome: 'missed' };
      const response = await postGeneric(site, ended);
      if (!response.ok) throw new Error(`call: ${response.status}`);
      calls.add(call);
    },
    told: (): Account => ({
      sessions: [...sessions].sort(),
      leases: [...leases].sort(),
      taps: [...taps].sort(),
      calls: [...calls].sort(),
    }),
  };
}

/** The same account as the site's owner reads it, once all has reached D1. */
export async function readAccount(site: TestSite): Promise<Account> {
  const sessions = await readAll(site, 'sessions');
  const leases = await readAll(site, 'leases');
  const calls = await readAll(site, 'calls');
  return {
    sessions: sessions.map(({ id }) => id).sort(),
    leases: leases.map(({ session, number }) => `${session} ${number}`).sort(),
    taps: sessions
      .flatMap(({ id: session, journey }) =>
        journey.filter(({ type }) => type === 'tap').map(({ id }) => `${session} ${id}`),
      )
      .sort(),
    calls: calls.map(({ providerCallId }) => providerCallId).sort(),
  };
}
