import { after } from '../browser/clock.ts';
import type { VisitRequest } from '../contract/wire.ts';
import { guard } from '../features/guard.ts';
import type { SessionEvent } from './events.ts';

/** Pages that render themselves change the address first and the title a little later. */
const TITLE_AFTER_MS = 100;

/**
 * Reports page views within one document. Returns what looks whether the address has changed, to be called
 * when the page changes: browsers without the Navigation API tell of no `pushState`.
 */
export function reportPageViews(
  root: Document,
  pageOf: () => VisitRequest['page'],
  tell: (event: SessionEvent) => void,
): () => void {
  let { pathname } = root.location;
  const look = guard(() => {
    if (pathname === root.location.pathname) return;
    pathname = root.location.pathname;
    after(
      TITLE_AFTER_MS,
      guard(() => tell({ type: 'page', ...pageOf() })),
    );
  });
  addEventListener('popstate', look);
  const { navigation } = window as { navigation?: EventTarget };
  navigation?.addEventListener('currententrychange', look);
  return look;
}
