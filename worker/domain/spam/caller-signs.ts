import { parsedNumber } from '../parsed-number.ts';
import { isPremiumRate } from './premium-rate.ts';

/** What a caller's number alone tells, beside the number dialled. */
export type CallerSign = 'itself' | 'invalid' | 'premium' | 'neighbour';

/** Digits at the end of a number that tell the lines of one exchange apart. */
const LINE_DIGITS = 4;

/**
 * Whether the number shown looks forged: it is the one dialled, lies outside its country's numbering plan, is one of
 * those that are only ever dialled, or differs from the one dialled in its last four digits alone ("neighbour
 * spoofing": https://www.fcc.gov/consumers/guides/caller-id-spoofing).
 *
 * Looked at where the call comes in, since the number goes no further in the clear.
 *
 * @param caller E.164
 * @param number dialled, E.164; undefined where the provider does not say.
 */
export function callerSigns(caller: string, number: string | undefined): CallerSign[] {
  if (caller === number) return ['itself'];
  return [
    // By prefixes and lengths only: exact patterns lag behind the numbering plans.
    ...(parsedNumber(caller)?.isValid() ? [] : ['invalid' as const]),
    ...(isPremiumRate(caller) ? ['premium' as const] : []),
    ...(number !== undefined && exchangeOf(caller) === exchangeOf(number)
      ? ['neighbour' as const]
      : []),
  ];
}

/** The number but for its line, whose place is kept: neighbours are as long as each other. */
function exchangeOf(number: string): string {
  return number.slice(0, -LINE_DIGITS).padEnd(number.length, '.');
}
