import type { Grade, Swap } from '../../snippet/contract/wire.ts';
import { numberForms, numberVariants } from './number-forms.ts';
import { HOUR, SECOND } from './time.ts';

/** A static number belongs to its source for good; a page asks again all the same, in case that changed. */
const STATIC_VALID_FOR = HOUR / SECOND;

/** What a visitor is to see in place of a target: a leased number. */
export function leasedSwap(target: string, number: string, grade: Grade, validFor: number): Swap {
  return { ...swap(target, number), kind: 'pool', grade, validFor };
}

/**
 * What a visitor is to see in place of a target: the static number of the visit's source, or the one that
 * the pool falls back on.
 */
export function staticSwap(
  target: string,
  number: string,
  grade: 'source' | 'fallback' = 'source',
): Swap {
  return { ...swap(target, number), kind: 'static', grade, validFor: STATIC_VALID_FOR };
}

/** The page keeps its own number. */
export function noSwap(target: string): Swap {
  return {
    target,
    kind: 'pool',
    grade: 'none',
    validFor: 0,
    number: numberForms(target),
    variants: [],
  };
}

/** The swaps, those said so that lead to a number which takes text messages. */
export function markTexts(swaps: readonly Swap[], textNumbers: readonly string[]): Swap[] {
  return swaps.map((each) =>
    each.grade !== 'none' && textNumbers.includes(each.number.e164)
      ? { ...each, texts: true }
      : each,
  );
}

function swap(target: string, number: string): Pick<Swap, 'target' | 'number' | 'variants'> {
  return { target, number: numberForms(number), variants: numberVariants(target, number) };
}
