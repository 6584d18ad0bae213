import fc from 'fast-check';
import parse, { type CountryCode, getExampleNumber, parsePhoneNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { expect, it } from 'vitest';
import { createFinder } from '../../../snippet/domain/find.ts';
import { rewriteText } from '../../support/rewrite-text.ts';
import { swapOf } from '../../support/wire-makers.ts';

const TRUNKS: [CountryCode, string][] = [
  ['FR', '0'],
  ['GB', '0'],
  ['DE', '0'],
  ['US', ''],
  ['ES', ''],
  ['PL', ''],
  ['AU', '0'],
];

/** A target number of some country and a tracking number as long. */
const swap = fc
  .tuple(fc.constantFrom(...TRUNKS), fc.integer({ min: 100, max: 999 }))
  .map(([[country, trunk], tail]) => {
    const target = getExampleNumber(country, examples)?.number as string;
    const other = target.endsWith(String(tail)) ? tail - 1 : tail;
    return swapOf(target, `${target.slice(0, -3)}${other}`, trunk);
  });

const separator = fc.constantFrom(' ', '\u00a0', '\u202f', '\u2009', '.', '-', '\u2011', '/', '');

/** One of the swap's writings, with separators wherever they fall and a plus where it may stand. */
const written = swap.chain((swap) =>
  fc
    .tuple(
      fc.constantFrom(...swap.variants.map(([find]) => find)),
      fc.array(separator, { minLength: 15, maxLength: 15 }),
      fc.boolean(),
    )
    .map(([digits, separators, plus]) => {
      const text = [...digits].map((digit, i) => (i ? separators[i] : '') + digit).join('');
      const international = digits === swap.target.slice(1);
      return { swap, text: (plus && international ? '+' : '') + text };
    }),
);

const before = fc.constantFrom(
  '',
  ' ',
  'Call ',
  'Tel: ',
  'Tél. : ',
  '(',
  '"',
  '\n\t',
  '电话',
  'it’s ',
);
const after = fc.constantFrom(
  '',
  ' ',
  ', now',
  '.',
  '. Then',
  ')',
  '"',
  ' ext 5',
  '请',
  ' \n ',
  '!',
);

it('finds every number in every writing and changes its digits alone', () => {
  fc.assert(
    fc.property(written, before, after, ({ swap, text }, left, right) => {
      const rewritten = rewriteText(left + text + right, createFinder([swap]));
      const digits = rewritten.slice(left.length).replace(/\D/g, '');
      const expected = swap.variants.find(([find]) => find === text.replace(/\D/g, ''))?.[1];
      expect(digits.startsWith(expected as string)).toBe(true);
      expect(rewritten.replace(/\d/g, '0')).toBe((left + text + right).replace(/\d/g, '0'));
    }),
  );
});

it('comes back to the exact text when swapped there and back', () => {
  fc.assert(
    fc.property(written, before, after, ({ swap, text }, left, right) => {
      const back = { ...swap, variants: swap.variants.map(([find, put]) => [put, find] as const) };
      const there = rewriteText(left + text + right, createFinder([swap]));
      expect(rewriteText(there, createFinder([{ ...back, target: swap.number.e164 }]))).toBe(
        left + text + right,
      );
    }),
  );
});

it('never finds a number inside a longer run of digits', () => {
  const digits = fc.stringMatching(/^\d{0,4}$/);
  fc.assert(
    fc.property(written, digits, digits, ({ swap, text }, left, right) => {
      fc.pre(left + right !== '' && (left === '' || !text.startsWith('+')));
      const run = left + text + right;
      // Unless what was added makes another writing of the same number, such as 00 or the country code.
      fc.pre(
        !swap.variants.some(([find]) => run.replace(/\D/g, '').endsWith(find) && right === ''),
      );
      expect(rewriteText(run, createFinder([swap]))).toBe(run);
    }),
  );
});

it('writes what libphonenumber reads as the tracking number', () => {
  fc.assert(
    fc.property(fc.constantFrom(...TRUNKS), swap, ([country, trunk], other) => {
      const target = getExampleNumber(country, examples)?.number as string;
      const made = swapOf(target, other.number.e164, trunk);
      const find = createFinder([made]);
      const number = parsePhoneNumber(target);
      for (const text of [number.formatInternational(), number.number]) {
        expect(parse(rewriteText(text, find))?.number).toBe(other.number.e164);
      }
    }),
  );
});

it('leaves any text without the number as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), swap, (text, swap) => {
      expect(rewriteText(text, createFinder([swap]))).toBe(text);
    }),
  );
});
