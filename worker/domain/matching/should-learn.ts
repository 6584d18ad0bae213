import { DAY, type EpochMs, HOUR, MINUTE } from '../time.ts';

/**
 * A curve is learned from so many calls: the latest, or, where those are not even a week's, a draw of the last week's. So
 * every hour of the week is known, and it follows when people change.
 */
export const MOST_LEARNED = 2_000;
export const LEARNED_AT_LEAST = 7 * DAY;

/** Fewer calls say nothing that was not believed before. */
const FIRST_CALLS = 20;
/** Then a tenth more calls may say something new; and in a day, people may have changed. */
const GROWTH = 1.1;

/**
 * Whether it is time to learn a site's curve anew.
 *
 * @param calls that there are to learn from, of one match window.
 * @param last how many there were the last time, and when that was.
 */
export function shouldLearn(
  calls: number,
  last: { readonly calls: number; readonly learnedAt: EpochMs },
  now: EpochMs,
): boolean {
  if (calls < FIRST_CALLS) return false;
  const since = now - last.learnedAt;
  // What is known well is worth less work: the more calls, the less often.
  const rest = calls < 2_000 ? 10 * MINUTE : HOUR;
  return since >= DAY || (since >= rest && calls >= last.calls * GROWTH);
}
