import type { Grade } from '../../../snippet/contract/wire.ts';
import { type EpochMs, MINUTE, SECOND } from '../time.ts';

/** Number + session + interval. Every lease is kept, not only the current one. */
export type Lease = {
  readonly id: string;
  readonly number: string;
  readonly target: string;
  readonly pool: string;
  readonly sessionId: string;
  readonly visitorId: string;
  /** `own` while nobody else holds the number, `shared` from when somebody does. */
  readonly grade: Extract<Grade, 'own' | 'shared'>;
  readonly startedAt: EpochMs;
  readonly lastSeenAt: EpochMs;
  /** When a newer lease of the same visitor took the number over; null where the lease just runs out. */
  readonly endedAt: EpochMs | null;
  /** How long the number stays with the session after `lastSeenAt`; the pool's setting at the start. */
  readonly holdSeconds: number;
  /** Since when the number is shared with others; null while it never was. */
  readonly sharedAt: EpochMs | null;
  /**
   * No sign of life has come since the number was given: whoever asked may have been nobody. It is
   * promised for less, and reclaimed first when numbers run out. Kept in memory only: after a restart
   * every lease counts as confirmed.
   */
  readonly provisional: boolean;
  /**
   * The visitor said goodbye, and has not been seen since. Kept in memory only: after some minutes silence says the
   * same.
   */
  readonly left: boolean;
};

/** Seconds between two signs of life of a visible page, where the hold time allows. */
const RENEW_AFTER_SECONDS = 120;

/**
 * Seconds after which a page should give a sign of life, so that one may get lost before a number that
 * is valid for `validFor` seconds runs out.
 */
export function renewAfterSeconds(validFor: readonly number[]): number {
  return Math.min(RENEW_AFTER_SECONDS, ...validFor.map((seconds) => Math.floor(seconds / 2)));
}

/** A lease not seen for this long is no longer live: one renewal may be late, not two. */
const LIVE_FOR = (RENEW_AFTER_SECONDS + 60) * SECOND;

/**
 * Renewals are written down only when the last one written is this old, so after a restart a live lease
 * counts as seen this much later than stored. Coarse, because each step is a row written here and one in
 * D1: most sessions are over within one.
 */
export const PERSISTENCE_STEP = 5 * MINUTE;

/** Seconds for which a number is promised to a page that has not yet shown a sign of life. */
const PROVISIONAL_SECONDS = 120;

/** The page shows the number, or its visitor has just left: held, or it may be leased to another: cooling. */
export type LeasePhase = 'live' | 'held' | 'cooling';

/** The phase of the number's latest lease at a time not before its start. Computed, never written. */
export function leasePhase(lease: Lease, at: EpochMs): LeasePhase {
  if (at >= reusableAt(lease)) return 'cooling';
  return at <= lease.lastSeenAt + LIVE_FOR ? 'live' : 'held';
}

/** From when on the number may be leased to somebody else. */
export function reusableAt(lease: Pick<Lease, 'lastSeenAt' | 'holdSeconds'>): EpochMs {
  return lease.lastSeenAt + lease.holdSeconds * SECOND;
}

/**
 * From when on the number may be taken back where there is no other: as soon as no page may show it any
 * more. The same as `reusableAt` once the page has given a sign of life.
 */
export function reclaimableAt(lease: Lease): EpochMs {
  return lease.lastSeenAt + validForSeconds(lease) * SECOND;
}

/**
 * Seconds for which a page may go on showing the number without asking: the hold time, which starts
 * anew with every sign of life, so that the pool keeps whatever a browser was promised.
 */
export function validForSeconds(lease: Pick<Lease, 'holdSeconds' | 'provisional'>): number {
  return lease.provisional ? Math.min(PROVISIONAL_SECONDS, lease.holdSeconds) : lease.holdSeconds;
}

/** Seen again by somebody who stays. Never shortens a lease, whatever the order in which the news arrives. */
export function renewLease(lease: Lease, seenAt: EpochMs): Lease {
  if (seenAt <= lease.lastSeenAt && !lease.provisional) return lease;
  const left = lease.left && seenAt <= lease.lastSeenAt;
  return { ...lease, lastSeenAt: Math.max(seenAt, lease.lastSeenAt), provisional: false, left };
}

/** Still shown, as far as is known, which says nothing of who it is shown to. */
export function stillShown(lease: Lease, seenAt: EpochMs): Lease {
  return seenAt > lease.lastSeenAt ? { ...lease, lastSeenAt: seenAt } : lease;
}

/** Said goodbye, which is no sign of somebody who stays. News that comes late changes nothing. */
export function leaveLease(lease: Lease, seenAt: EpochMs): Lease {
  return seenAt < lease.lastSeenAt ? lease : { ...lease, lastSeenAt: seenAt, left: true };
}

/** Somebody else has been given the number too: later than it began, or it would seem to have begun so. */
export function shareLease(lease: Lease, now: EpochMs): Lease {
  return lease.grade === 'shared'
    ? lease
    : { ...lease, grade: 'shared', sharedAt: Math.max(now, lease.startedAt + 1) };
}

/**
 * A lease as it has to be taken after a restart, when renewals since the last write may be lost. What was
 * lost was seen before now, so a restart never carries a lease into the future.
 */
export function recoverLease(lease: Lease, now: EpochMs): Lease {
  return renewLease(lease, Math.min(lease.lastSeenAt + PERSISTENCE_STEP, now));
}
