import type { NumberForms, NumberVariant } from '../../snippet/contract/wire.ts';
import { parsedNumber } from './parsed-number.ts';

/** A number in the ways a page may print it. */
export function numberForms(e164: string): NumberForms {
  const number = parsedNumber(e164);
  return {
    e164,
    national: number?.formatNational() ?? e164,
    international: number?.formatInternational() ?? e164,
  };
}

/**
 * The runs of digits that write `target`, each with the digits that take their place, longest first.
 *
 * A number of another country has no national form that the page's visitors could dial, so there every
 * way of writing the target becomes the E.164 number, plus and all.
 */
export function numberVariants(target: string, tracking: string): NumberVariant[] {
  const from = parsedNumber(target);
  const to = parsedNumber(tracking);
  if (!from || !to) return [[digits(target), tracking]];
  const sameCountry = from.countryCallingCode === to.countryCallingCode;
  const foreign = tracking;
  const code = from.countryCallingCode;
  const variants = new Map<string, string>();
  const add = (find: string, put: string) =>
    variants.set(find + from.nationalNumber, sameCountry ? put + to.nationalNumber : foreign);
  const trunk = trunkPrefix(from.formatNational(), from.nationalNumber);
  // Not always that of the target: in Australia 02 9876 5432 has one, 1800 123 456 has none.
  const toTrunk = trunkPrefix(to.formatNational(), to.nationalNumber);
  add(trunk, toTrunk);
  // North America dials out with 011; "+33 (0)1 ..." prints the trunk prefix after the code.
  for (const prefix of [code, `00${code}`, `011${code}`]) add(prefix, prefix);
  if (trunk !== '' && trunk !== code) {
    for (const prefix of [code, `00${code}`]) add(prefix + trunk, prefix + toTrunk);
  }
  return [...variants].sort(([a], [b]) => b.length - a.length);
}

/** What the national form dials before the national number: `0` in France, nothing in Spain. */
function trunkPrefix(national: string, nationalNumber: string): string {
  const dialled = digits(national);
  return dialled.endsWith(nationalNumber)
    ? dialled.slice(0, dialled.length - nationalNumber.length)
    : '';
}

function digits(text: string): string {
  return text.replace(/\D/g, '');
}
