import { onGoogleConsent, onTcfConsent } from '../browser/consent-banner.ts';
import { writeCookie } from '../browser/cookie.ts';
import { onFrameLoad } from '../browser/frames.ts';
import { onShadowRoot } from '../browser/shadow-roots.ts';
import { textRun } from '../browser/text-run.ts';
import type { EventData } from '../contract/wire.ts';
import { areJoined, isOpen } from '../domain/joined.ts';
import { ELEMENTS, type Extend, TEXTS } from '../features/core.ts';
import { guard } from '../features/guard.ts';
import { ATTRIBUTES, refreshAttributes, swapAttribute } from './attributes.ts';
import { createSendEvents, createTell } from './events.ts';
import { reportForms } from './forms.ts';
import { reportHealth } from './health.ts';
import { keepLease, type LeaseKeeper } from './lease-keeper.ts';
import { reportLeaving } from './leave.ts';
import { createNumbers } from './numbers.ts';
import { answerPage } from './page-api.ts';
import { reportPageViews } from './page-views.ts';
import { reportTaps } from './taps.ts';

/** How long a consent banner has to say what the visitor said on an earlier page. */
const BANNER_PATIENCE_MS = 500;

/**
 * Everything that may come a moment after the first swap: keeping the lease, telling what happens, the
 * page's own calls, and the places of a page that are rarer than texts and links.
 */
export const extend: Extend = (core) => {
  const { settings, swapper, hooks, enter } = core;
  const root = document;
  const readsBanner = settings.consent === 'tcf' || settings.consent === 'google';
  let keeper: LeaseKeeper | undefined;
  const currentLease = () => keeper?.current();
  const sendEvents = createSendEvents(settings);
  const { tell, flush } = createTell(sendEvents, currentLease);
  const numbers = createNumbers();
  const listeners = [reportTaps(currentLease, tell), reportForms(settings, tell)];
  Object.assign(hooks, {
    remembered: (key, lease) => writeCookie(key, lease ? `${lease.visitor}~${lease.session}` : ''),
    runOf: (text) => (isOpen(text.data) ? textRun(text, areJoined) : [text]),
    nodes: TEXTS | ELEMENTS,
    visit: (element) => {
      const inner = element.shadowRoot ?? (element as HTMLIFrameElement).contentDocument;
      if (inner) enter(inner);
    },
    begin: (part) => refreshAttributes(part, swapper.refresh),
    attributes: ATTRIBUTES,
    swapAttribute,
    entered: (inner) => listeners.forEach((listen) => void listen(inner)),
    changed: reportPageViews(root, () => core.readView().page, tell),
  } satisfies typeof hooks);
  onShadowRoot(guard(enter));
  onFrameLoad(root, guard(enter));
  reportHealth(root, settings, core.counts);
  // Once more: what has been found and kept so far has been without all this.
  enter(root);
  core.decide();
  core.firstAnswer?.then((answer) => answer && core.remember(answer));

  keeper = keepLease(
    core,
    sendEvents,
    (swaps, lease) => {
      swapper.show(swaps);
      numbers.update(swaps, lease);
      flush();
    },
    readsBanner ? BANNER_PATIENCE_MS : 0,
  );
  flush();
  reportLeaving(root, currentLease, tell);

  let decided: boolean | undefined;
  const decide = guard((granted: boolean) => {
    if (granted === decided) return;
    decided = granted;
    core.decide(granted);
    keeper?.restart();
  });
  if (settings.consent === 'tcf') onTcfConsent(decide);
  if (settings.consent === 'google') onGoogleConsent(decide);
  answerPage({
    consent: decide,
    number: numbers.watch,
    swap: (node: Node) => swapper.scan([node]),
    event: (name: string, data?: EventData) => tell({ type: 'custom', name, data }),
    identify: (traits: EventData) => tell({ type: 'identify', traits }),
    release: () => {
      core.stop();
      keeper?.release();
    },
  });
};
