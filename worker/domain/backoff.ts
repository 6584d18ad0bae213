import { MINUTE, SECOND } from './time.ts';

const FIRST = SECOND;
const LONGEST = MINUTE;

/** Milliseconds to wait after the nth failure in a row (1, 2, ...): doubling, up to a minute. */
export function backoff(failures: number): number {
  return Math.min(LONGEST, FIRST * 2 ** (failures - 1));
}
