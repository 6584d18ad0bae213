import type { NumberVariant, Swap } from '../contract/wire.ts';
import { DASH, standsAlone } from './neighbours.ts';

/** A target number found in a text: `text.slice(start, end)` is how the page wrote it. */
type Occurrence = {
  readonly start: number;
  readonly end: number;
  readonly variant: NumberVariant;
  readonly swap: Swap;
};

/** Finds the target numbers of all swaps in a text, in order and without overlap. */
export type Finder = (text: string) => readonly Occurrence[];

/**
 * What may stand between two digits: spaces of every kind (`\s` holds NBSP, thin, narrow and wide ones),
 * invisible joiners, dots, dashes, slashes and parentheses; at most four in a row, as in `) - (`.
 */
export const SEPARATOR = `[\\s.()/\\xad\\u200b\\u2060\\u2212\\uff08\\uff09${DASH}]{0,4}`;

/** A parenthesis belongs to the number if it closes inside: `(01) 99 …`, but not `(01 99 …)`. */
const OPENING = '(?:[(\\uff08](?=[^)]{1,6}[)\\uff09]))?';
const PLUS = '(?:[+\\uff0b][\\s(]?)?';

/** The letters on the keys of a telephone: https://www.itu.int/rec/T-REC-E.161 */
const KEYS = ',,abc,def,ghi,jkl,mno,pqrs,tuv,wxyz'.split(',');
/** Vanity numbers spell at most this many of their last digits: 1-800-FLOWERS. */
const SPELT = 7;
const FULL_WIDTH_ZERO = 0xff10;

/**
 * Compiles the variants of all swaps into one expression, because most texts hold no number and must
 * cost as little as possible. There is no lookbehind in it: Safari before 16.4 refuses the whole file.
 */
export function createFinder(swaps: readonly Swap[]): Finder {
  const known = swaps
    .flatMap((swap) => swap.variants.map((variant) => ({ variant, swap })))
    .filter(({ variant }) => variant[0]) // an empty one would be found everywhere
    .sort((a, b) => b.variant[0].length - a.variant[0].length);
  const pattern = alternatives(
    known.map(
      ({ variant: [digits], swap }) =>
        `(${OPENING}${isInternational(digits, swap) ? PLUS : ''}${written(digits)})`,
    ),
  );

  return (text) => {
    const found: Occurrence[] = [];
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      const [whole, ...groups] = match;
      const start = match.index;
      const end = pattern.lastIndex;
      const hit = known[groups.indexOf(whole)];
      if (hit && standsAlone(text, start, end)) found.push({ start, end, ...hit });
      else pattern.lastIndex = start + whole.search(/\w/) + 1;
    }
    return found;
  };
}

/** Matches, one after the other, what any of these expressions does; with none, nothing. */
export function alternatives(expressions: readonly string[]): RegExp {
  return new RegExp(expressions.join('|') || '$^', 'gi');
}

/** An expression for these digits as pages write them: as themselves, in full width, or by letters of their keys. */
export function written(digits: string): string {
  return [...digits]
    .map((digit, index, { length }) => {
      const letters = index < length - SPELT ? '' : KEYS[+digit];
      return `[${digit}${String.fromCharCode(FULL_WIDTH_ZERO + +digit)}${letters}]`;
    })
    .join(SEPARATOR);
}

/**
 * Only a writing that begins with the country code may have a plus before it: +20 2555 0123 is in
 * Egypt, though its digits are those of the New York number (202) 555-0123.
 */
function isInternational(digits: string, { target }: Swap): boolean {
  return digits[0] === target[1] && digits.length >= target.length - 1;
}
