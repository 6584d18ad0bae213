import { DAY, SECOND } from '../time.ts';

/**
 * Times since something, in bins that grow with the time: a second more says much after ten and nothing
 * after a day. The first bin is all below two seconds; each one ends half as late again as it begins.
 */
const FIRST = 2 * SECOND;
const RATIO = 1.5;

/** The longest time that is told from longer ones. */
export const LONGEST = 31 * DAY;

export const BIN_COUNT = Math.ceil(Math.log(LONGEST / FIRST) / Math.log(RATIO)) + 1;

/** Where each bin begins, in milliseconds, and where the last one ends. */
export const BIN_STARTS: readonly number[] = Array.from({ length: BIN_COUNT + 1 }, (_, bin) =>
  bin === 0 ? 0 : FIRST * RATIO ** (bin - 1),
);

/** The bin of a time in milliseconds; what is too long is in the last. */
export function binOf(ms: number): number {
  if (ms < FIRST) return 0;
  const bin = 1 + Math.floor(Math.log(ms / FIRST) / Math.log(RATIO));
  return Math.min(BIN_COUNT - 1, bin);
}
