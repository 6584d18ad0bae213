import { HOUR, MINUTE, SECOND } from '../time.ts';

/** Short at first, for a receiver that is restarted; then longer, for one that is being mended. */
const FIRST_PAUSES = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
];
/** All together three days: a receiver may be down over a weekend. */
const LATER_PAUSES = new Array<number>(8).fill(8 * HOUR);

const PAUSES: readonly number[] = [...FIRST_PAUSES, ...LATER_PAUSES];

/**
 * Milliseconds until an event that a receiver did not take is sent again; null once it is set aside.
 *
 * @param failures attempts that failed, the last one included: 1 or more.
 */
export function retryPause(failures: number): number | null {
  return PAUSES[failures - 1] ?? null;
}
