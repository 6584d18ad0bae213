// `min` holds every country's dialling prefixes and possible lengths, all that parsing and E.164 need,
// in half the size of `max`. What `max` adds, the patterns of numbers in use, must not decide here:
// numbering plans move faster than releases, and a number that just rang exists.
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { parsedNumber } from '../domain/parsed-number.ts';

/** Longer than any number with its SIP host and separators. */
const MAX_RAW = 128;

const WITHHELD_WORDS = new Set([
  'anonymous',
  'restricted',
  'private',
  'unavailable',
  'unknown',
  'withheld',
  'blocked',
]);

/**
 * The words ANONYMOUS, RESTRICTED, UNAVAILABLE, BLOCKED and UNKNOWN as typed on a phone's keys.
 * https://help.twilio.com/articles/223179988-Why-am-I-getting-calls-from-these-strange-numbers-
 */
const WITHHELD_DIGITS = new Set(['266696687', '7378742833', '86282452253', '2562533', '8656696']);

/**
 * A number in E.164, or undefined where it is none.
 *
 * Takes what providers send: E.164, international with 00 or without any prefix, national as dialled in
 * `country` (ISO 3166-1, e.g. `FR`), `tel:` and `sip:` URIs.
 */
export function normaliseNumber(raw: string, country: string): string | undefined {
  if (raw.length > MAX_RAW) return undefined;
  const dialled = bareNumber(raw);
  if (dialled === '') return undefined;
  const asDialled = parse(dialled, country);
  if (asDialled !== undefined) return asDialled;
  // Several providers leave out the plus.
  return /^[1-9]\d{7,14}$/.test(dialled) ? parse(`+${dialled}`, country) : undefined;
}

/** For providers whose numbers all have their country code but no plus: taken for national, some would be others. */
export function withPlus(number: string | undefined): string | undefined {
  return number?.replace(/^(?=[1-9]\d{6,14}$)/, '+');
}

/**
 * The caller's number in E.164; null where it is withheld or no telephone number (nothing to key on);
 * undefined where the provider did not send the field.
 */
export function normaliseCaller(
  raw: string | null | undefined,
  country: string,
): string | null | undefined {
  if (raw === undefined) return undefined;
  if (raw === null || isWithheld(raw)) return null;
  return normaliseNumber(raw, country) ?? null;
}

function isWithheld(raw: string): boolean {
  if (raw.length > MAX_RAW) return false;
  const caller = bareNumber(raw).replace(/^\+/, '').toLowerCase();
  return caller === '' || WITHHELD_WORDS.has(caller) || WITHHELD_DIGITS.has(caller);
}

/** Without the scheme, host and parameters of a `tel:` or `sip:` URI. */
function bareNumber(raw: string): string {
  return raw
    .trim()
    .replace(/^(?:tel|sips?):/i, '')
    .replace(/[@;].*$/s, '');
}

function parse(text: string, country: string): string | undefined {
  const number = /^\+\d+$/.test(text)
    ? parsedNumber(text)
    : parsePhoneNumberFromString(text, { defaultCountry: country as CountryCode, extract: false });
  return number?.isPossible() ? number.number : undefined;
}
