import type { PhoneNumber } from 'libphonenumber-js/min';
import { parsedNumber } from '../parsed-number.ts';
import type { Place } from '../visits/session.ts';
import { plannedAreaCode, regionsServed } from './plans/area-plans.ts';
import { isTollFree } from './toll-free.ts';

/** Where a number is at home, or where one is wanted; null: not known, or of no matter. */
export type Area = {
  /** ISO 3166-1. */
  readonly country: string | null;
  /** ISO 3166-2 without the country; null too where the area code serves several regions. */
  readonly region: string | null;
  /** The digits between calling code and subscriber: 415, 20, 1. */
  readonly areaCode: string | null;
  /** A toll-free number is of a country (of +1, the United States), and of no place in it. */
  readonly tollFree: boolean;
};

/**
 * The area of a number, also of one that no numbering plan has in use (those for fiction, or of an area
 * code newer than this release): it is a preference, and near enough serves it.
 */
export function areaOf(e164: string): Area {
  const number = parsedNumber(e164);
  if (!number) return { country: null, region: null, areaCode: null, tollFree: false };
  const country = countryOf(number);
  if (isTollFree(number.countryCallingCode, number.nationalNumber)) {
    return { country, region: null, areaCode: null, tollFree: true };
  }
  // What the library completes, as a number of Norfolk Island without its 3, does not begin with an area code.
  const asGiven = e164.endsWith(number.nationalNumber);
  const areaCode = asGiven ? areaCodeOf(number, country) : null;
  const [region = null, ...others] = regionsServed(country, areaCode);
  return { country, region: others.length === 0 ? region : null, areaCode, tollFree: false };
}

/** Where a visitor wants numbers from: as near as the edge can tell. */
export function visitorArea({ country, region }: Place): Area {
  return { country, region, areaCode: null, tollFree: false };
}

/** Numbers of equal keys are equally near to whatever is wanted. */
export function areaKey({ country, region, areaCode, tollFree }: Area): string {
  return JSON.stringify([country, region, areaCode, tollFree]);
}

/** Where the patterns of the calling code do not decide, a plan does, else it is the main country's. */
function countryOf(number: PhoneNumber): string | null {
  const candidates = number.getPossibleCountries();
  const planned = candidates.find((each) => plannedAreaCode(each, number.nationalNumber));
  return planned ?? candidates[0] ?? null;
}

/** By the country's plan, else the first of the groups in which the number is written, if there are several. */
function areaCodeOf(number: PhoneNumber, country: string | null): string | null {
  const planned = country !== null && plannedAreaCode(country, number.nationalNumber);
  if (planned) return planned;
  const [, first, ...rest] = number.formatInternational().match(/\d+/g) ?? [];
  return first !== undefined && rest.length > 0 ? first : null;
}
