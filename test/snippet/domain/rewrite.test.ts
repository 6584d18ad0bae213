import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createFinder } from '../../../snippet/domain/find.ts';
import { rewriteTexts } from '../../../snippet/domain/rewrite.ts';
import { rewriteText } from '../../support/rewrite-text.ts';
import { frenchSwap, swapOf } from '../../support/wire-makers.ts';

const find = createFinder([frenchSwap()]);
const flowers = createFinder([swapOf('+18003569377', '+18005550123', '')]);

it.each([
  [
    ['01', ' 99 00 12 34'],
    ['01', ' 99 00 20 03'],
  ],
  [
    ['Call ', '+33', ' 1 99 00 ', '12', ' 34 now'],
    ['Call ', '+33', ' 1 99 00 ', '20', ' 03 now'],
  ],
  [
    ['01 99 00 12 3', '4, or 01.99.00', '.12.34'],
    ['01 99 00 20 0', '3, or 01.99.00', '.20.03'],
  ],
])('finds a number that is split into %j', (texts, expected) => {
  expect(rewriteTexts(texts, find)).toEqual(expected);
});

it('leaves what is left over of a longer number to the last text', () => {
  const longer = createFinder([swapOf('+4930123456', '+493012345678', '0')]);
  expect(rewriteTexts(['(030)', ' 123', ' 456.'], longer).join('')).toBe('030 12345678.');
});

it('changes no text when the number in them is another', () => {
  const texts = ['01', ' 99 00 12 35'];
  expect(rewriteTexts(texts, find)).toBe(texts);
});

it('finds the same wherever a text is split', () => {
  const text = 'Ring +33 (0)1 99 00 12 34 or 01.99.00.12.34 today';
  fc.assert(
    fc.property(fc.array(fc.nat(text.length), { maxLength: 8 }), (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), text.length];
      const texts = at.slice(1).map((end, index) => text.slice(at[index], end));
      expect(rewriteTexts(texts, find).join('')).toBe(rewriteText(text, find));
    }),
  );
});

it.each([
  ['1-800-FLOWERS', '1 (800) 555-0123'],
  ['Call 1-800-Flowers today', 'Call (800) 555-0123 today'],
  ['(800) FLOWERS', '(800) 555-0123'],
  ['+1 800 FLOWERS', '+1 800 555 0123'],
])('reads the letters of the vanity number %j', (written, expected) => {
  const shown = rewriteText(written, flowers);
  expect(shown).not.toMatch(/flowers/i);
  expect(shown.replace(/\D/g, '').slice(-10)).toBe(expected.replace(/\D/g, '').slice(-10));
});

it.each(['1-800-FLOWERSHOP', 'flowers', '800 FLOWERY', 'x1-800-FLOWERS1'])(
  'does not take %j for the vanity number',
  (text) => {
    expect(rewriteText(text, flowers)).toBe(text);
  },
);

it.each([
  '０１　９９　００　１２　３４',
  '＋３３　１　９９　００　１２　３４',
  '０１（９９）００－１２－３４',
])('reads the full-width digits of %j', (written) => {
  expect(rewriteText(written, find).replace(/\D/g, '')).toMatch(/(33|0)199002003$/);
});
