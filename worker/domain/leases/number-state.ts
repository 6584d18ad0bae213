import type { EpochMs } from '../time.ts';
import { type Lease, reclaimableAt, reusableAt } from './lease.ts';

/** One number and who may be shown it: its latest lease last, before it those that share it. */
export type NumberState = { readonly number: string; readonly leases: readonly Lease[] };

/** When any of its holders was last seen; undefined for a number never used. */
export function seenAt({ leases }: NumberState): EpochMs | undefined {
  return leases.length === 0 ? undefined : Math.max(...leases.map((lease) => lease.lastSeenAt));
}

/** From when on nobody holds the number any more. */
export function freeAt({ leases }: NumberState): EpochMs {
  return Math.max(Number.NEGATIVE_INFINITY, ...leases.map(reusableAt));
}

/** From when on no page can show the number, and everyone who holds it may turn out to be nobody. */
export function reclaimableFrom({ leases }: NumberState): EpochMs {
  return Math.max(Number.NEGATIVE_INFINITY, ...leases.map(reclaimableAt));
}

/** The leases that hold the number at a time. */
export function holdersAt({ leases }: NumberState, at: EpochMs): readonly Lease[] {
  return leases.filter((lease) => at < reusableAt(lease));
}
