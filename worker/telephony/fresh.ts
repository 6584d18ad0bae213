import { type EpochMs, SECOND } from '../domain/time.ts';

/** How far clocks may be apart, and a signed request under way. */
export const TOLERANCE = 300 * SECOND;

/** Whether what was signed with a time was signed just now, give or take the tolerance either way. */
export function isFresh(signedAt: EpochMs, now: EpochMs): boolean {
  return Math.abs(signedAt - now) <= TOLERANCE;
}
