import { type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** A site's own numbers come again with every call, a caller's a few times within one. */
const MOST_KEPT = 64;

const kept = new Map<string, PhoneNumber>();

/**
 * A number in E.164 taken apart; undefined for what is none. The last ones asked for are kept: to read a number
 * costs more than anything else that is done in memory while a caller waits.
 */
export function parsedNumber(e164: string): PhoneNumber | undefined {
  const known = kept.get(e164);
  if (known !== undefined) return known;
  const number = parsePhoneNumberFromString(e164);
  if (number === undefined) return undefined;
  const [oldest] = kept.keys();
  if (kept.size === MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  kept.set(e164, number);
  return number;
}
