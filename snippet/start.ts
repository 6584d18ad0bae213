import { beforePaint } from './browser/before-paint.ts';
import { after, now, postpone } from './browser/clock.ts';
import { isPrerendering } from './browser/prerendering.ts';
import { globalPrivacyControl } from './browser/privacy-signal.ts';
import type { SnippetSettings } from './contract/wire.ts';
import { consentOf, mayStore } from './domain/consent.ts';
import { type Lease, validSwaps } from './domain/lease.ts';
import { readTouch } from './domain/source.ts';
import { type Core, type Hooks, TEXTS } from './features/core.ts';
import { guard } from './features/guard.ts';
import { createIdentity } from './features/identity.ts';
import { createLeaseClient } from './features/lease-client.ts';
import { observePage } from './features/observer.ts';
import { createSwapper } from './features/swapper.ts';

/** Till the second file is there, this looks whether a number has run out. */
const LOOK_AGAIN_MS = 1_000;

/** Time to put up the numbers known from storage before asking for them; so soon nobody has read the page. */
const SHOWN_PATIENCE_MS = 50;

/**
 * Shows the right numbers as soon as can be: those known from storage at once, in what has been parsed so
 * far, while the observer sees the rest arrive; and those of the server's answer.
 */
export function start(root: Document, settings: SnippetSettings): Core {
  const { consent: mode, site } = settings;
  let decided: boolean | undefined;
  const consent = () => consentOf(settings, globalPrivacyControl(), decided);
  const hooks: Hooks = { nodes: TEXTS, attributes: [] };
  const [recall, remember] = createIdentity(site, () => mayStore(consent(), mode), hooks);
  const readView = () => {
    const { touch, url } = readTouch(root.URL, root.referrer);
    return {
      consent: consent(),
      touch,
      page: { url, title: root.title },
    };
  };
  const decide = (granted?: boolean) => {
    decided = granted;
    if (consent() === 'denied') remember();
  };
  decide();

  const counts = { swaps: 0, reverted: 0 };
  const swapper = createSwapper(root, settings, counts, hooks);
  const [enter, stop] = observePage(swapper, hooks);
  let lease = recall(true);
  const look = guard((answer?: Lease) => {
    lease = answer ?? lease;
    // From then on the second file decides what is shown.
    if (!lease || hooks.changed) return;
    swapper.show(validSwaps(lease, now()));
    after(LOOK_AGAIN_MS, look);
  });
  enter(root);
  beforePaint(look);

  const ask = createLeaseClient(settings, readView, recall, remember);
  // A page that is still being prerendered may never be opened, and a consent banner may know better soon.
  const firstAnswer =
    isPrerendering() || mode === 'tcf' || mode === 'google'
      ? undefined
      : postpone(lease ? SHOWN_PATIENCE_MS : 0, ask);
  firstAnswer?.then(look);
  return {
    settings,
    swapper,
    counts,
    recall,
    remember,
    readView,
    ask,
    firstAnswer,
    enter,
    decide,
    stop,
    hooks,
  };
}
