import { type EpochMs, HOUR } from '../time.ts';
import { BIN_COUNT, BIN_STARTS, binOf, LONGEST } from './log-bins.ts';

/** Visits that began in an hour. */
export type VisitHour = { readonly startedAt: EpochMs; readonly visits: number };

/**
 * How long ago visitors came whom nobody looks at one by one, for there were too many: by bin.
 *
 * @param before only those who came before then; there were so many of them.
 */
export function earlierVisitors(
  hours: readonly VisitHour[],
  at: EpochMs,
  before: EpochMs,
  count: number,
): readonly number[] {
  const bins = new Array<number>(BIN_COUNT).fill(0);
  let total = 0;
  for (const { startedAt, visits } of hours) {
    const end = Math.min(before, startedAt + HOUR);
    if (end <= startedAt || at - startedAt > LONGEST) continue;
    total += (visits * (end - startedAt)) / HOUR;
    const [youngest, oldest] = [at - end, at - startedAt];
    for (let bin = binOf(youngest); bin < BIN_COUNT; bin++) {
      const from = Math.max(youngest, BIN_STARTS[bin] as number);
      const to = Math.min(oldest, BIN_STARTS[bin + 1] as number);
      if (to <= from) break;
      bins[bin] = (bins[bin] as number) + (visits * (to - from)) / HOUR;
    }
  }
  return total > 0 ? bins.map((visits) => (visits * count) / total) : bins;
}
