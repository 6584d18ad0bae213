import type { SiteSnapshot } from '../../../../worker/domain/site-snapshot.ts';
import type { PoolVisit } from '../../../../worker/pool/messages.ts';
import { TARGETS } from './site-owner.ts';
import type { Action } from './steps.ts';

export type VisitRequest = Omit<PoolVisit, 'inventoryVersion' | 'mayDecline'>;
type VisitAction = Extract<Action, { type: 'visit' }>;

/** What a browser keeps from one page view to the next. */
export type Browser = { visitor: string | null; session: string | null; last: VisitRequest | null };

export function newBrowser(): Browser {
  return { visitor: null, session: null, last: null };
}

/**
 * What the Worker asks the pool for a page view.
 *
 * @param view the id of the page view, unless it is one of before.
 */
export function requestOf(
  { as, campaign, targets, network }: VisitAction,
  browser: Browser,
  site: SiteSnapshot,
  view: string,
): VisitRequest {
  if (as === 'repeated' && browser.last) return browser.last;
  const known = as === 'newcomer' ? newBrowser() : browser;
  return {
    visitorId: known.visitor,
    sessionId: known.session,
    view,
    page: { url: 'https://www.example.com/' },
    touch: {
      channel: 'Unassigned',
      source: campaign,
      medium: '(not set)',
      campaign: null,
      term: null,
      content: null,
      campaignId: null,
      clickIds: {},
      referrer: null,
      landingPage: 'https://www.example.com/',
      campaignKey: campaign,
    },
    place: { country: null, region: null },
    device: null,
    wanted: targets.flatMap((name) => {
      const pool = site.targets.find(({ number }) => number === TARGETS[name])?.pool;
      return pool ? [{ target: TARGETS[name], pool }] : [];
    }),
    servedBySource: false,
    network,
  };
}
