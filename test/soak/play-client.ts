import { playCall } from './play-call.ts';
import type { ServerClock } from './server-clock.ts';
import type { SoakSite } from './sites.ts';
import { openSoakBrowser, type SoakBrowser } from './soak-browser.ts';
import type { Told } from './told.ts';

/** Browsers that one client has open at a time; a further visitor takes the place of the oldest. */
const OPEN = 4;
/** Milliseconds between two things that a client does: up to twice as long. */
const PAUSE_MS = 60;

type Action = 'newcomer' | 'page' | 'campaign' | 'renew' | 'tap' | 'leave' | 'call';
/** How often each is done, of a hundred. */
const HABITS: Readonly<Record<Action, number>> = {
  newcomer: 30,
  page: 15,
  campaign: 8,
  renew: 12,
  tap: 12,
  leave: 8,
  call: 15,
};

/** Plays browsers and callers of one site, one thing after the other, for as long as it goes on. */
export async function playClient(
  serverUrl: string,
  site: SoakSite,
  clock: ServerClock,
  told: Told,
  goesOn: () => boolean,
): Promise<void> {
  const browsers: SoakBrowser[] = [];
  let campaigns = 0;
  while (goesOn()) {
    const action = browsers.length === 0 ? 'newcomer' : habit();
    const browser = browsers[Math.floor(Math.random() * browsers.length)];
    if (action === 'newcomer' || browser === undefined) {
      const newcomer = openSoakBrowser({ serverUrl, site, clock }, told);
      browsers.push(newcomer);
      if (browsers.length > OPEN) browsers.shift();
      await newcomer.visit(Math.random() < 0.5 ? 'newsletter' : undefined);
    } else if (action === 'page') await browser.visit();
    else if (action === 'campaign') await browser.visit(`campaign-${campaigns++}`);
    else if (action !== 'call') await browser[action]();
    else if (browser.number) await playCall(serverUrl, site, clock, told, browser.number);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 2 * PAUSE_MS));
  }
}

function habit(): Action {
  let left = Math.random() * 100;
  for (const [action, share] of Object.entries(HABITS) as [Action, number][]) {
    left -= share;
    if (left < 0) return action;
  }
  return 'page';
}
