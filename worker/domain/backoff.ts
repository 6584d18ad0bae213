import { SECOND } from './time.ts';

const FIRST = SECOND;
const LONGEST = 15 * SECOND;

/** Milliseconds to wait after the nth failure in a row (1, 2, ...): doubling, up to fifteen seconds. */
export function backoff(failures: number): number {
  return Math.min(LONGEST, FIRST * 2 ** (failures - 1));
}
