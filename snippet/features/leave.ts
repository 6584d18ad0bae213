import { postFarewell } from '../browser/request.ts';
import { onLeave } from '../browser/visibility.ts';
import type { Lease } from '../domain/lease.ts';
import type { SendEvent } from './events.ts';
import { guard } from './guard.ts';

/** Says goodbye, so that the server knows when the visitor was last seen to the second. */
export function reportLeaving(currentLease: () => Lease | undefined, sendEvent: SendEvent): void {
  onLeave(
    guard(() => {
      const lease = currentLease();
      if (lease) sendEvent(postFarewell, lease, { type: 'leave' });
    }),
  );
}
