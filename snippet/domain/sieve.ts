import type { Swap } from '../contract/wire.ts';
import { alternatives, written } from './find.ts';

/** Those of some texts that may hold a number, given also what they say one after the other. */
export type Sieve = <T extends { readonly length: number }>(
  texts: readonly T[],
  whole: string,
) => T[];

/** So few digits are found fast, and hardly anywhere else. */
const LAST_DIGITS = 4;

/**
 * Looks through many texts at once for the last digits of numbers, of those that the page wrote and of those
 * written over them: to read each text by itself takes a browser several times as long.
 */
export function createSieve(swaps: readonly Swap[]): Sieve {
  // The same numbers are put up again and again while a page is open.
  const endings = new Set(
    swaps.flatMap(({ target, number }) =>
      [target, number.e164].map((e164) => written(e164.slice(-LAST_DIGITS))),
    ),
  );
  const pattern = alternatives([...endings]);
  return <T extends { readonly length: number }>(texts: readonly T[], whole: string) => {
    const held: T[] = [];
    let at = 0;
    let end = 0;
    for (const { 0: hit, index } of whole.matchAll(pattern)) {
      while (end < index + hit.length) {
        const text = texts[at++] as T;
        end += text.length;
        if (end > index) held.push(text);
      }
    }
    return held;
  };
}
