import { DAY, type EpochMs } from '../domain/time.ts';

const DATE = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});
const SHORT_DATE = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});
const TIME = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'UTC' });

/** A day as `Tue 24 Nov`, an hour as `Tue 24 Nov 14:00`, in UTC; in short without what the place says. */
export function spanText(at: EpochMs, length: number, style: 'full' | 'short' = 'full'): string {
  if (style === 'short') return (length < DAY ? TIME : SHORT_DATE).format(at);
  const date = DATE.format(at).replace(',', '');
  return length < DAY ? `${date} ${TIME.format(at)}` : date;
}
