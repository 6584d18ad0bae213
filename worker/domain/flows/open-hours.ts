import { type EpochMs, HOUR, MINUTE } from '../time.ts';
import type { Hours, Weekday } from './flow.ts';

/** Whether the business is open at a time, by its own clock and calendar. Hours may go on past midnight: `22:00` to `06:00`. */
export function isOpenAt({ timeZone, open, holidays }: Hours, now: EpochMs): boolean {
  const today = localTime(now, timeZone);
  if (holidays.includes(today.date)) return false;
  const { time } = today;
  const yesterday = localTime(eveningBefore(time, now), timeZone);
  return open.some(({ days, from, to }) => {
    const isOn = ({ date, day }: LocalDay) => days.includes(day) && !holidays.includes(date);
    if (from < to) return isOn(today) && from <= time && time < to;
    return (isOn(today) && from <= time) || (isOn(yesterday) && time < to);
  });
}

type LocalDay = { readonly date: string; readonly day: Weekday };

/** The evening before, whether or not the clock was changed since. */
function eveningBefore(time: string, now: EpochMs): EpochMs {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return now - (hours + 2) * HOUR - minutes * MINUTE;
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
