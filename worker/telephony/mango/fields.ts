import { type EpochMs, HOUR, SECOND } from '../../domain/time.ts';
import { callParties } from '../call-parties.ts';
import { type EventTime, timeOr } from '../event-time.ts';
import { normaliseNumber } from '../phone-number.ts';
import { isJsonObject, type JsonObject } from '../request-fields.ts';

/** Clocks may differ, but what is told has happened; less than the three hours of the doubt below. */
const TOLERANCE = HOUR;

/** An object within the body; empty where it is missing. */
export function part(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** Whether something is told: Mango leaves a field out, empties it, or writes null or 0 where there is nothing. */
export function isTold(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && value !== 0;
}

/** A whole number; the documents write one with quotes in one place and without in another. */
export function integer(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/**
 * Epoch seconds; 0 is what never happened. One edition of the documents says UTC, a later one UTC+3: a time
 * that lies far in the future is not believed.
 */
export function instant(value: unknown, now: EpochMs): EpochMs | undefined {
  const seconds = integer(value);
  if (seconds === undefined || seconds < 1e9 || seconds >= 1e10) return undefined;
  const at = seconds * SECOND;
  return at > now + TOLERANCE ? undefined : at;
}

export function timeOf(value: unknown, now: EpochMs): EventTime {
  return timeOr(instant(value, now), now);
}

/** Whole seconds between two times by the same clock, wherever that stands. */
export function secondsBetween(from: unknown, until: unknown): number | undefined {
  const [start, end] = [integer(from), integer(until)];
  if (start === undefined || end === undefined || start < 1e9 || end < start) return undefined;
  return end - start < 1e7 ? end - start : undefined;
}

/**
 * Who rang which line. The line may be a SIP line without a number, then the number of Mango's own call
 * tracking counts. A caller whose number is not known is left out, so a missing number is a withheld one.
 */
export function parties(
  from: unknown,
  line: unknown,
  tracked: unknown,
  country: string,
): ReturnType<typeof callParties> {
  const to = [line, tracked]
    .map(text)
    .find((raw) => normaliseNumber(raw ?? '', country) !== undefined);
  return callParties({ to, from: text(from) ?? null, forwardedFrom: undefined }, country);
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
