import { postFarewell } from '../browser/request.ts';
import type { Lease } from '../domain/lease.ts';
import { trackingNumberIn } from '../domain/rewrite.ts';
import type { SendEvent } from './events.ts';
import { guard } from './guard.ts';

/**
 * Reports a tap on a link that dials a tracking number: whoever calls it a moment later is surely this
 * visitor. Captured, because pages stop clicks from bubbling.
 */
export function reportTaps(
  root: Document,
  currentLease: () => Lease | undefined,
  sendEvent: SendEvent,
): void {
  const report = guard(({ target }: Event) => {
    const lease = currentLease();
    const href = (target as Element).closest('a,area')?.getAttribute('href');
    const number = lease && href && trackingNumberIn(href, lease.swaps);
    if (number) sendEvent(postFarewell, lease, { type: 'tap', number });
  });
  root.addEventListener('click', report, true);
}
