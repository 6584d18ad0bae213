import { globalPrivacyControl } from './browser/privacy-signal.ts';
import type { SnippetSettings } from './contract/wire.ts';
import { consentOf } from './domain/consent.ts';
import { readTouch } from './domain/source.ts';
import { createEvents } from './features/events.ts';
import { createIdentity } from './features/identity.ts';
import { createLeaseClient } from './features/lease-client.ts';
import { keepLease } from './features/lease-keeper.ts';
import { reportLeaving } from './features/leave.ts';
import { observePage } from './features/observer.ts';
import { createSwapper } from './features/swapper.ts';
import { reportTaps } from './features/taps.ts';

const MAX_TITLE = 512;

/**
 * Puts the parts together. There is no waiting for the document: numbers known from storage are
 * swapped in what has been parsed so far, and the observer sees the rest arrive.
 */
export function start(root: Document, settings: SnippetSettings): void {
  const { consent, mayStore } = consentOf(settings, globalPrivacyControl());
  const [recall, remember] = createIdentity(settings.site, mayStore);
  const swapper = createSwapper(root);
  const sendEvent = createEvents(settings);
  const readView = () => {
    const { touch, pageUrl } = readTouch(root.URL, root.referrer);
    return { consent, touch, page: { url: pageUrl, title: root.title.slice(0, MAX_TITLE) } };
  };
  const askServer = createLeaseClient(settings, readView, recall, remember);

  observePage(root, swapper);
  const currentLease = keepLease(recall, remember, askServer, sendEvent, swapper.show);
  reportTaps(root, currentLease, sendEvent);
  reportLeaving(root, currentLease, sendEvent);
}
