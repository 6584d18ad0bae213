import { now } from '../browser/clock.ts';
import { postFarewell } from '../browser/request.ts';
import { onLeave } from '../browser/visibility.ts';
import { type Lease, validSwaps } from '../domain/lease.ts';
import type { SendEvent } from './events.ts';
import { guard } from './guard.ts';

/** Says goodbye, so that the server knows when the visitor was last seen to the second. */
export function reportLeaving(currentLease: () => Lease | undefined, sendEvent: SendEvent): void {
  onLeave(
    guard((ageMs: number) => {
      const lease = currentLease();
      // With no number left to show, this page view has ended long ago.
      if (lease && validSwaps(lease, now()).length) {
        sendEvent(postFarewell, lease, { type: 'leave', ageMs });
      }
    }),
  );
}
