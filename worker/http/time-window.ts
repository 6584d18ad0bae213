import { DAY, type EpochMs } from '../domain/time.ts';
import { refuse } from './errors.ts';

export const USUAL_DAYS = 7;
export const MOST_DAYS = 92;

/** What a report is about: from the first instant, inclusive, to the last, exclusive. */
export type TimeWindow = { readonly from: EpochMs; readonly to: EpochMs };

/** How the bounds of a window are to be given, for the reference. */
export const WINDOW_RULE = `the last ${USUAL_DAYS} days unless told, at most ${MOST_DAYS} days`;

/**
 * The window that a query asks for.
 *
 * @throws Refusal `query_invalid` where it is empty or too long.
 */
export function timeWindow(
  query: { readonly from?: EpochMs | undefined; readonly to?: EpochMs | undefined },
  now: EpochMs,
): TimeWindow {
  const to = query.to ?? now;
  const from = query.from ?? Math.max(0, to - USUAL_DAYS * DAY);
  if (from >= to) refuse('query_invalid', 'from: has to be before to');
  if (to - from > MOST_DAYS * DAY) {
    refuse('query_invalid', `from: at most ${MOST_DAYS} days before to`);
  }
  return { from, to };
}
