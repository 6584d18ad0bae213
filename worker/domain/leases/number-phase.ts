import { DAY, type EpochMs } from '../time.ts';
import { type Lease, leasePhase } from './lease.ts';

/**
 * What a tracking number of a pool is doing: `free` was never leased, or so long ago that nobody
 * remembers; `leased`, a page shows it; `held`, its visitor has just left; `cooling`, it may be leased
 * again, and still matches; `quarantined`, removed: it forwards and matches, and is not leased;
 * `retired`, removed so long ago that it may be given back to the provider.
 */
export type NumberPhase = 'free' | 'leased' | 'held' | 'cooling' | 'quarantined' | 'retired';

/** The phase of a number at a time. Computed, never written. */
export function numberPhase(
  latest: Lease | undefined,
  removedAt: EpochMs | null,
  quarantineDays: number,
  at: EpochMs,
): NumberPhase {
  if (removedAt !== null) {
    return at < removedAt + quarantineDays * DAY ? 'quarantined' : 'retired';
  }
  if (latest === undefined) return 'free';
  const phase = leasePhase(latest, at);
  return phase === 'live' ? 'leased' : phase;
}
