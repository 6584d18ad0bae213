import type { EpochMs } from '../time.ts';
import type { Hours, Weekday } from './flow.ts';

/** Whether the business is open at a time, by its own clock and calendar. */
export function isOpenAt({ timeZone, open, holidays }: Hours, now: EpochMs): boolean {
  const { date, day, time } = localTime(now, timeZone);
  if (holidays.includes(date)) return false;
  return open.some(({ days, from, to }) => days.includes(day) && from <= time && time < to);
}

function localTime(now: EpochMs, timeZone: string) {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    parts.find((each) => each.type === type)?.value ?? '';
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    day: part('weekday').toLowerCase() as Weekday,
    time: `${part('hour')}:${part('minute')}`,
  };
}
