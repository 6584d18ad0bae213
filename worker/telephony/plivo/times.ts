import { type EpochMs, HOUR, MINUTE } from '../../domain/time.ts';
import type { Fields } from './fields.ts';

const QUARTER = 15 * MINUTE;
const FARTHEST_ZONE = 14 * HOUR;

/**
 * `StartTime` and `EndTime` as instants. Plivo writes them in the time zone that the account is set to,
 * without naming it (https://www.plivo.com/docs/voice/api/call/make-a-call). Every zone lies whole quarters
 * of an hour from UTC, and an end is told within minutes, so its arrival tells the zone.
 */
export function localTimes(
  field: Fields,
  now: EpochMs,
): { startedAt: EpochMs | undefined; endedAt: EpochMs } | undefined {
  const end = readTime(field('EndTime'));
  if (end === undefined) return undefined;
  const zone = Math.round((now - end) / QUARTER) * QUARTER;
  if (Math.abs(zone) > FARTHEST_ZONE) return undefined;
  const start = readTime(field('StartTime'));
  return { startedAt: start === undefined ? undefined : start + zone, endedAt: end + zone };
}

/** `2026-11-25 14:03:07`, with or without a fraction, taken as UTC. */
export function readTime(text = ''): EpochMs | undefined {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?$/.test(text)) return undefined;
  const at = Date.parse(`${text.slice(0, 23).replace(' ', 'T')}Z`);
  return Number.isNaN(at) ? undefined : at;
}
