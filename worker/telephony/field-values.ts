import { type EpochMs, SECOND } from '../domain/time.ts';

/** Whole seconds as forms have them; undefined for anything else. */
export function wholeSeconds(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,7}$/.test(text) ? Number(text) : undefined;
}

/** How long something lasted, to the second; undefined where a time is missing or before the other. */
export function secondsBetween(
  from: EpochMs | undefined,
  until: EpochMs | undefined,
): number | undefined {
  if (from === undefined || until === undefined || until < from) return undefined;
  return Math.round((until - from) / SECOND);
}

/** The one key that a caller pressed in a menu; null where none was, or what is told is no key. */
export function pressedKey(text: string | undefined): string | null {
  return /^[\d*#]$/.exec(text ?? '')?.[0] ?? null;
}
