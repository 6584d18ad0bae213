import { now } from '../browser/clock.ts';
import { linkOf } from '../browser/link-of.ts';
import { onLeave } from '../browser/visibility.ts';
import { type Lease, validSwaps } from '../domain/lease.ts';
import { guard } from '../features/guard.ts';
import type { SessionEvent } from './events.ts';

/** A page that goes away so soon after a tap on a link was left through that link. */
const NAVIGATES_WITHIN_MS = 5_000;

/**
 * Says goodbye, so that the server knows when the visitor was last seen to the second. Not to somebody who
 * goes on to another page of the site: that one says all there is to say, and nobody pays for two requests.
 */
export function reportLeaving(
  root: Document,
  currentLease: () => Lease | undefined,
  tell: (event: SessionEvent) => void,
): void {
  let goesOnAt = 0;
  root.addEventListener(
    'click',
    guard((event: Event) => {
      if (linkOf(event)?.host === root.location.host) goesOnAt = now();
    }),
    true,
  );
  onLeave(
    guard((ageMs: number) => {
      const lease = currentLease();
      const goesOn = now() - goesOnAt < NAVIGATES_WITHIN_MS;
      // With no number left to show, this page view has ended long ago.
      if (!goesOn && lease && validSwaps(lease, now()).length) tell({ type: 'leave', ageMs });
    }),
  );
}
