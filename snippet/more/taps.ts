import { linkOf } from '../browser/link-of.ts';
import type { Lease } from '../domain/lease.ts';
import { trackingNumberIn } from '../domain/rewrite-link.ts';
import { guard } from '../features/guard.ts';
import type { SessionEvent } from './events.ts';

/**
 * Reports a tap on a link that dials a tracking number: whoever calls it a moment later is surely this
 * visitor. Captured, because pages stop clicks from bubbling.
 */
export function reportTaps(
  currentLease: () => Lease | undefined,
  tell: (event: SessionEvent) => void,
): (root: Node) => void {
  const report = guard((event: Event) => {
    const href = linkOf(event)?.getAttribute('href');
    const number = href && trackingNumberIn(href, currentLease()?.swaps ?? []);
    if (number) tell({ type: 'tap', number });
  });
  // A click leaves its shadow roots, but not its document.
  return (root) => root.nodeType === 9 && root.addEventListener('click', report, true);
}
