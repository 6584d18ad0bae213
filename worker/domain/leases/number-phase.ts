import { DAY, type EpochMs } from '../time.ts';
import { type Lease, leasePhase } from './lease.ts';

/**
 * What a tracking number of a pool is doing: `free` was never leased, or so long ago that nobody
 * remembers; `leased`, a page shows it; `held`, its visitor has just left; `cooling`, it may be leased
 * again, and still matches; `quarantined`, removed: it forwards and matches, and is not leased;
 * `retired`, removed so long ago that it may be given back to the provider.
 */
export type NumberPhase = 'free' | 'leased' | 'held' | 'cooling' | 'quarantined' | 'retired';

/**
 * The phase of a number at a time. Computed, never written.
 *
 * @param leases those that may still hold it; several where it is shared.
 */
export function numberPhase(
  leases: Iterable<Lease>,
  removedAt: EpochMs | null,
  quarantineDays: number,
  at: EpochMs,
): NumberPhase {
  if (removedAt !== null) {
    return at < removedAt + quarantineDays * DAY ? 'quarantined' : 'retired';
  }
  const phases = new Set(Array.from(leases, (lease) => leasePhase(lease, at)));
  if (phases.size === 0) return 'free';
  if (phases.has('live')) return 'leased';
  return phases.has('held') ? 'held' : 'cooling';
}
