import type { EpochMs } from '../time.ts';
import { type Lease, reusableAt } from './lease.ts';

/** A number of a pool with the latest lease on it, if it ever had one. */
export type NumberState = { readonly number: string; readonly latest: Lease | undefined };

/**
 * Picks the number for a new lease; undefined where every number is still held.
 *
 * Never-used numbers first, then the one whose last holder was seen longest ago: the longest rest makes
 * a late call least likely to be credited to the wrong visit. A number inside its holder's hold time is
 * never picked, because that holder's browser may still show it.
 */
export function pickNumber(numbers: Iterable<NumberState>, now: EpochMs): string | undefined {
  let coolest: NumberState | undefined;
  for (const state of numbers) {
    if (state.latest === undefined) return state.number;
    if (now < reusableAt(state.latest)) continue;
    if (coolest?.latest === undefined || state.latest.lastSeenAt < coolest.latest.lastSeenAt) {
      coolest = state;
    }
  }
  return coolest?.number;
}
