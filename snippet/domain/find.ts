import type { NumberVariant, Swap } from '../contract/wire.ts';
import { standsAlone } from './neighbours.ts';

/** A target number found in a text: `text.slice(start, end)` is how the page wrote it. */
type Occurrence = {
  readonly start: number;
  readonly end: number;
  readonly variant: NumberVariant;
  readonly swap: Swap;
};

/** Finds the target numbers of all swaps in a text, in order and without overlap. */
export type Finder = (text: string) => readonly Occurrence[];

const NOTHING: readonly Occurrence[] = [];

/**
 * What may stand between two digits: spaces of every kind (`\s` holds NBSP, thin and narrow ones),
 * invisible joiners, dots, dashes, slashes and parentheses; at most four in a row, as in `) - (`.
 */
const BETWEEN = '[\\s.()/\\-\\u00ad\\u200b\\u2010-\\u2015\\u2060\\u2212]{0,4}';

/** A parenthesis belongs to the number if it closes inside: `(01) 99 …`, but not `(01 99 …)`. */
const OPENING = '(?:\\((?=[+\\d ]{1,6}\\)))?';
const PLUS = '(?:\\+[\\s(]?)?';

/**
 * Compiles the variants of all swaps into one expression, because most texts hold no number and must
 * cost as little as possible. There is no lookbehind in it: Safari before 16.4 refuses the whole file.
 */
export function createFinder(swaps: readonly Swap[]): Finder {
  const known = new Map<string, Pick<Occurrence, 'variant' | 'swap'>>();
  for (const swap of swaps) {
    for (const variant of swap.variants) known.set(variant[0], { variant, swap });
  }
  known.delete(''); // would be found everywhere
  const longestFirst = [...known.keys()].sort((a, b) => b.length - a.length);
  const shortest = longestFirst[longestFirst.length - 1]?.length ?? Infinity;
  const pattern = new RegExp(
    longestFirst
      .map(
        (digits) =>
          OPENING +
          (isInternational(digits, known.get(digits)?.swap) ? PLUS : '') +
          [...digits].join(BETWEEN),
      )
      .join('|'),
    'g',
  );

  return (text) => {
    let found = NOTHING;
    if (text.length < shortest) return found;
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      const start = match.index;
      const end = pattern.lastIndex;
      const hit = known.get(match[0].replace(/\D/g, ''));
      if (hit && standsAlone(text, start, end)) found = [...found, { start, end, ...hit }];
      else pattern.lastIndex = start + match[0].search(/\d/) + 1;
    }
    return found;
  };
}

/**
 * Only a writing that begins with the country code may have a plus before it: +20 2555 0123 is in
 * Egypt, though its digits are those of the New York number (202) 555-0123.
 */
function isInternational(digits: string, swap: Swap | undefined): boolean {
  return !!swap && digits[0] === swap.target[1] && digits.length >= swap.target.length - 1;
}
