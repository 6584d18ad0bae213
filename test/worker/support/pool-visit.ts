import type { PoolVisit } from '../../../worker/pool/messages.ts';
import { randomId } from './browser.ts';
import { TARGET } from './make-site.ts';

/** A new visitor's page view, as the worker tells a pool that has its inventory. */
export function poolVisit(change: Partial<PoolVisit> = {}): PoolVisit {
  return {
    inventoryVersion: 0,
    visitorId: null,
    sessionId: null,
    view: randomId(),
    page: { url: 'https://www.example.com/' },
    touch: TOUCH,
    place: { country: 'FR', region: 'IDF' },
    device: null,
    wanted: [{ target: TARGET, pool: 'website' }],
    servedBySource: false,
    network: null,
    mayDecline: false,
    ...change,
  };
}

const TOUCH: PoolVisit['touch'] = {
  channel: 'Direct',
  source: '(direct)',
  medium: '(none)',
  campaign: null,
  term: null,
  content: null,
  campaignId: null,
  clickIds: {},
  referrer: null,
  landingPage: 'https://www.example.com/',
  campaignKey: '',
};
