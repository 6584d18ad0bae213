import { after, cancel, now } from '../browser/clock.ts';
import { onInput } from '../browser/input.ts';
import { isPrerendering } from '../browser/prerendering.ts';
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
import type { Core } from '../features/core.ts';
import { guard } from '../features/guard.ts';
import type { SendEvents } from './events.ts';

/** How long a server that did not answer is left alone. */
const PAUSE_AFTER_FAILURE_MS = 60_000;

export type LeaseKeeper = {
  /** The lease in force. */
  readonly current: () => Lease | undefined;
  /** Begins anew, after the visitor has said whether they may be recognised. */
  readonly restart: () => void;
  /** Gives the page its own numbers back for good. */
  readonly release: () => void;
};

/**
 * Holds the lease of this page view: shows its numbers while they are surely the visitor's, renews it
 * while somebody reads, gives the page its own numbers back the moment it runs out and then asks anew.
 * The first question waits for `patienceMs`, in which the visitor's consent may become known, and for
 * somebody to open the page where it is still being prerendered.
 */
export function keepLease(
  { recall, remember, ask: askServer, firstAnswer }: Core,
  sendEvents: SendEvents,
  show: (swaps: readonly Swap[], lease: Lease | undefined) => void,
  patienceMs: number,
): LeaseKeeper {
  let lease = recall();
  /** Counts what makes answers that are still on their way void. */
  let turn = 0;
  let released = false;
  let lastInputAt = now();
  let contactedAt = lastInputAt;
  /** No asking before; Infinity while an answer is awaited. */
  let askAgainAt = patienceMs && now() + patienceMs;
  let answering = firstAnswer;
  /** Whether the server has answered, or failed to: before, nobody is told of the page's own number. */
  let answered = false;
  let checkAt = 0;
  let nextCheck: number | undefined;

  /** Everything hangs on this one look at the clock; whoever suspects that time has passed calls it. */
  const check = guard(() => {
    if (released) return;
    const time = now();
    const active = isActive(isVisible(), lastInputAt, time);
    checkAt = Infinity;
    if (lease || answered) show(lease ? validSwaps(lease, time) : [], lease);
    if (lease) {
      if (active && time >= renewalAt(lease, contactedAt, time)) renew(lease);
      checkAt = Math.min(
        nextEndAt(lease, time),
        active ? renewalAt(lease, contactedAt, time) : Infinity,
      );
    }
    if (active && (!lease || hasLapsed(lease, time))) ask();
    cancel(nextCheck);
    if (lease) nextCheck = after(checkAt - time, check);
  });

  const ask = guard(async () => {
    if (now() < askAgainAt) return;
    askAgainAt = Infinity;
    contactedAt = now();
    const asked = turn;
    const answer = await (answering ?? askServer()).catch(() => undefined);
    answering = undefined;
    if (asked !== turn) return;
    answered = true;
    lease = answer ?? lease;
    // An answer that lapsed on its way counts as none, lest asking never ends.
    askAgainAt = answer && !hasLapsed(answer, now()) ? 0 : now() + PAUSE_AFTER_FAILURE_MS;
    check();
  });

  const renew = guard(async (renewing: Lease) => {
    const sentAt = now();
    contactedAt = sentAt;
    const status = (await sendEvents(post, renewing, [{ type: 'renew' }]))?.status;
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

  const begin = guard(() => {
    // An answer may have come in while this waited its turn.
    if (!answered && !isPrerendering()) ask();
  });
  check();
  after(patienceMs, begin);
  return {
    current: () => lease,
    restart: () => {
      turn++;
      lease = recall();
      answering = undefined;
      askAgainAt = 0;
      if (!lease) show([], lease);
      check();
      ask();
    },
    release: () => {
      show([], lease);
      released = true;
    },
  };
}
