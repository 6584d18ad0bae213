import { after, now } from '../browser/clock.ts';
import { onInput } from '../browser/input.ts';
import { post } from '../browser/request.ts';
import { isVisible, onWake } from '../browser/visibility.ts';
import type { Swap } from '../contract/wire.ts';
import {
  hasLapsed,
  isActive,
  type Lease,
  nextEndAt,
  renewalAt,
  renewLease,
  validSwaps,
} from '../domain/lease.ts';
import type { SendEvent } from './events.ts';
import { guard } from './guard.ts';
import type { Recall, Remember } from './identity.ts';

/** How long a server that did not answer is left alone. */
const PAUSE_AFTER_FAILURE_MS = 60_000;

/**
 * Holds the lease of this page view: shows its numbers while they are surely the visitor's, renews it
 * while somebody reads, gives the page its own numbers back the moment it runs out and then asks anew.
 * Returns how to read the lease in force.
 */
export function keepLease(
  recall: Recall,
  remember: Remember,
  askServer: () => Promise<Lease | undefined>,
  sendEvent: SendEvent,
  show: (swaps: readonly Swap[]) => void,
): () => Lease | undefined {
  let lease = recall();
  let lastInputAt = now();
  let contactedAt = lastInputAt;
  /** No asking before; Infinity while an answer is awaited. */
  let askAgainAt = 0;
  let checkAt = 0;
  let cancelCheck = () => {};

  /** Everything hangs on this one look at the clock; whoever suspects that time has passed calls it. */
  const check = guard(() => {
    const time = now();
    const active = isActive(isVisible(), lastInputAt, time);
    checkAt = Infinity;
    if (lease) {
      show(validSwaps(lease, time));
      if (active && time >= renewalAt(lease, contactedAt, time)) renew(lease);
      checkAt = Math.min(
        nextEndAt(lease, time),
        active ? renewalAt(lease, contactedAt, time) : Infinity,
      );
    }
    if (active && (!lease || hasLapsed(lease, time))) ask();
    cancelCheck();
    if (lease) cancelCheck = after(checkAt - time, check);
  });

  const ask = guard(async () => {
    if (now() < askAgainAt) return;
    askAgainAt = Infinity;
    contactedAt = now();
    const answer = await askServer().catch(() => undefined);
    lease = answer ?? lease;
    // An answer that lapsed on its way counts as none, lest asking never ends.
    askAgainAt = answer && !hasLapsed(answer, now()) ? 0 : now() + PAUSE_AFTER_FAILURE_MS;
    check();
  });

  const renew = guard(async (renewing: Lease) => {
    const sentAt = now();
    contactedAt = sentAt;
    const status = (await sendEvent(post, renewing, { type: 'renew' }))?.status;
    // Unless a newer answer has come in meanwhile; a lease that has ended lapses by its age.
    if (lease !== renewing || (status !== 204 && status !== 410)) return;
    lease = status === 204 ? renewLease(renewing, sentAt) : { ...renewing, confirmedAt: 0 };
    // Another tab may have begun a newer session: that one is not to be overwritten.
    if (recall()?.session === lease.session) remember(lease);
    check();
  });

  onInput(
    guard(() => {
      const time = now();
      const wasAway = !isActive(true, lastInputAt, time);
      lastInputAt = time;
      // Timers stop while a device sleeps: the first touch may well come before they run.
      if (wasAway || time >= checkAt) check();
    }),
  );
  onWake(
    guard((restored: boolean) => {
      lastInputAt = now();
      // The page had said goodbye: the server should hear at once that the number is shown again.
      if (restored) contactedAt = 0;
      check();
    }),
  );

  check();
  ask();
  return () => lease;
}
