import type { Swap, VisitReply } from '../contract/wire.ts';

/**
 * What the server last confirmed. `confirmedAt` (epoch milliseconds, this browser's clock) is when the
 * request left, not when its answer came: the server counts `validFor` from a moment in between, so
 * that this side always stops showing a number first.
 */
export type Lease = VisitReply & { readonly confirmedAt: number };

/** Without input for so long nobody is reading: renewing stops and the number runs out. */
const IDLE_AFTER_MS = 30 * 60_000;

/** Also keeps timers below 2^31 ms, past which they fire at once. */
const LONGEST_WAIT_MS = 3_600_000;

/** The swaps that may be shown now. A clock that was set back proves nothing, so it counts as too late. */
export function validSwaps(lease: Lease, now: number): readonly Swap[] {
  const age = now - lease.confirmedAt;
  return lease.swaps.filter(
    ({ variants, validFor }) => variants.length && age >= 0 && age < validFor * 1000,
  );
}

/**
 * The lease once a renewal that left at this time has been acknowledged: from then on the server keeps the
 * number for as long as it said it would. What it said may be missing where an earlier version stored it.
 */
export function renewLease(lease: Lease, sentAt: number): Lease {
  const { renewed } = lease;
  return {
    ...lease,
    confirmedAt: sentAt,
    ...(renewed && {
      renewAfter: renewed.renewAfter,
      swaps: lease.swaps.map((swap) =>
        swap.kind === 'pool'
          ? { ...swap, validFor: Math.max(swap.validFor, renewed.validFor) }
          : swap,
      ),
    }),
  };
}

/** Whether a number that the server gave is no longer surely this visitor's. */
export function hasLapsed(lease: Lease, now: number): boolean {
  return validSwaps(lease, now).length < validSwaps(lease, lease.confirmedAt).length;
}

/** Whether someone is likely to be looking at the page. */
export function isActive(visible: boolean, lastInputAt: number, now: number): boolean {
  return visible && now - lastInputAt < IDLE_AFTER_MS;
}

/** When to renew, after the server was last spoken to. Never, where there is nothing to keep. */
export function renewalAt(lease: Lease, contactedAt: number, now: number): number {
  const keeps = lease.session && !hasLapsed(lease, now) && validSwaps(lease, now).length;
  return keeps && lease.renewAfter ? contactedAt + lease.renewAfter * 1000 : Infinity;
}

/** When the first of the numbers shown runs out, or it is time to look at the clock again anyway. */
export function nextEndAt(lease: Lease, now: number): number {
  const ends = validSwaps(lease, now).map(({ validFor }) => lease.confirmedAt + validFor * 1000);
  return Math.min(now + LONGEST_WAIT_MS, ...ends);
}
