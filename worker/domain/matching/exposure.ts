import { DAY, type EpochMs, SECOND } from '../time.ts';
import { type Holder, SILENT_AFTER } from './holder.ts';
import { BIN_COUNT, BIN_STARTS, binOf, LONGEST } from './log-bins.ts';
import { LATER_COUNT, laterOf } from './traits.ts';
import { HALF_HOUR, WEEK_CELLS, weekCellOf } from './week.ts';

/**
 * Seconds that visitors spent with each trait, during which they might have rung: bin by bin, and within a
 * bin by the half hour of the week.
 */
export type Exposure = Readonly<Record<'age' | 'onSite' | 'away' | 'tap' | 'later', Float64Array>>;

/** All that is needed of a session. */
export type Span = Pick<Holder, 'startedAt' | 'lastSeenAt' | 'left' | 'tappedAt' | 'movedOnAt'>;

/**
 * @param from since when calls were looked at.
 * @param scale visits that each of these stands for, where they are a sample.
 */
export function exposureOf(
  spans: readonly Span[],
  from: EpochMs,
  now: EpochMs,
  scale: number,
): Exposure {
  const rows = (count: number) => new Float64Array(count * WEEK_CELLS);
  const exposure: Exposure = {
    age: rows(BIN_COUNT),
    onSite: rows(BIN_COUNT),
    away: rows(BIN_COUNT),
    tap: rows(BIN_COUNT),
    later: rows(LATER_COUNT),
  };
  for (const { startedAt, lastSeenAt, left, tappedAt, movedOnAt } of spans) {
    const begin = Math.max(from, startedAt);
    const end = Math.min(now, movedOnAt ?? now, startedAt + LONGEST);
    const awayAt = lastSeenAt + (left ? 0 : SILENT_AFTER);
    const awayFrom = Math.max(begin, awayAt);
    addByBin(exposure.age, startedAt, begin, end, scale);
    addByBin(exposure.onSite, startedAt, begin, Math.min(end, awayAt), scale);
    addByBin(exposure.away, lastSeenAt, awayFrom, end, scale);
    if (tappedAt !== null) addByBin(exposure.tap, tappedAt, Math.max(begin, tappedAt), end, scale);
    addByDay(exposure.later, startedAt, awayFrom, end, scale);
  }
  return exposure;
}

/** The time from `from` to `to`, by how long after `since` it is. */
function addByBin(
  sums: Float64Array,
  since: EpochMs,
  from: EpochMs,
  to: EpochMs,
  scale: number,
): void {
  let at = from;
  for (let bin = binOf(from - since); at < to && bin < BIN_COUNT; bin++) {
    const end = Math.min(to, since + (BIN_STARTS[bin + 1] as number));
    addTime(sums, bin * WEEK_CELLS, at, end, scale);
    at = end;
  }
}

function addByDay(
  sums: Float64Array,
  startedAt: EpochMs,
  from: EpochMs,
  to: EpochMs,
  scale: number,
): void {
  const firstDay = Math.floor(startedAt / DAY);
  for (let at = from; at < to; ) {
    const day = Math.floor(at / DAY);
    const end = Math.min(to, (day + 1) * DAY);
    addTime(sums, laterOf(startedAt, day - firstDay) * WEEK_CELLS, at, end, scale);
    at = end;
  }
}

function addTime(sums: Float64Array, row: number, from: EpochMs, to: EpochMs, scale: number): void {
  let cell = weekCellOf(from);
  for (let at = from; at < to; ) {
    const end = Math.min(to, (Math.floor(at / HALF_HOUR) + 1) * HALF_HOUR);
    sums[row + cell] = (sums[row + cell] as number) + ((end - at) / SECOND) * scale;
    cell = cell + 1 === WEEK_CELLS ? 0 : cell + 1;
    at = end;
  }
}
