import { expect, it } from 'vitest';
import { createFinder } from '../../../snippet/domain/find.ts';
import { frenchSwap, swapOf } from '../../support/wire-makers.ts';

const newYork = swapOf('+12025550123', '+12025550199', '');
const find = createFinder([frenchSwap(), newYork]);
const found = (text: string) => find(text).map(({ start, end }) => text.slice(start, end));

it.each([
  ['01 99 00 12 34', '01 99 00 12 34'],
  ['Call 0199001234.', '0199001234'],
  ['Tél.: 01.99.00.12.34, du lundi au vendredi', '01.99.00.12.34'],
  ['(0199001234)', '0199001234'],
  ['(01) 99-00-12-34', '(01) 99-00-12-34'],
  ['+33 1 99 00 12 34', '+33 1 99 00 12 34'],
  ['(+33) 1 99 00 12 34', '(+33) 1 99 00 12 34'],
  ['+33 (0)1 99 00 12 34', '+33 (0)1 99 00 12 34'],
  ['0033 1 99 00 12 34', '0033 1 99 00 12 34'],
  ['01\u201199\u201100\u201312\u201334', '01\u201199\u201100\u201312\u201334'],
  ['01\u00a099\u202f00\u200912\u200734', '01\u00a099\u202f00\u200912\u200734'],
  ['(202) 555-0123', '(202) 555-0123'],
  ['+1 (202) 555-0123', '+1 (202) 555-0123'],
  ['1-202-555-0123', '1-202-555-0123'],
  ['(202) - 555 / 0123', '(202) - 555 / 0123'],
  ['01 99 00 12 34 ext. 5', '01 99 00 12 34'],
  ['My number-01 99 00 12 34', '01 99 00 12 34'],
  ['我的电话号码是0199001234请拨打', '0199001234'],
  ['As I said on 03/10/2011, call 202-555-0123 before 6:30', '202-555-0123'],
  ["It's only $20 202-555-0123", '202-555-0123'],
  ['Call 202-555-0123 100$', '202-555-0123'],
  ['Room 12 01 99 00 12 34', '01 99 00 12 34'],
  ['01 99 00 12 34 24/7', '01 99 00 12 34'],
  ['75001 Paris 01 99 00 12 34', '01 99 00 12 34'],
  ['Fax 01 99 00 12 35 / 01 99 00 12 34', '01 99 00 12 34'],
])('finds the number in %j', (text, number) => {
  expect(found(text)).toEqual([number]);
});

it.each([
  ['a longer run of digits', '101990012345'],
  ['digits before', '90199001234'],
  ['digits after', '01990012340'],
  ['a word before', 'ref0199001234'],
  ['a word after', '0199001234abc'],
  ['an accented word', 'é0199001234'],
  ['an accented word in combining characters', 'e\u03010199001234'],
  ['a word before a parenthesis', 'abc(202) 555-0123'],
  ['a price in front', '$2025550123'],
  ['a price with a space', '€ 2025550123'],
  ['a price behind', '2025550123 €'],
  ['a percentage', '2025550123%'],
  ['a decimal', '3.2025550123'],
  ['a decimal behind', '2025550123.50'],
  ['a decimal with a comma', '2025550123,5'],
  ['a decimal without a zero', 'about .2025550123'],
  ['an order number', '#2025550123'],
  ['an identifier with a hyphen', 'SKU-2025550123'],
  ['an identifier with an underscore', 'id_2025550123'],
  ['an identifier with a suffix', '2025550123-A'],
  ['a segment of a UUID', '550e8400-e29b-41d4-a716-2025550123'],
  ['a date range', '2024-01-2025550123'],
  ['a path', 'https://shop.example/orders/2025550123'],
  ['a query', 'https://shop.example/?order=2025550123'],
  ['an e-mail address', '2025550123@mail.example'],
  ['a number of another country', '+44 2025550123'],
  ['an Egyptian number with the same digits', '+2025550123'],
  ['a number with an abbreviated second one', '01 99 00 12 34/35'],
  ['spaced groups before', '12 34 01 99 00 12 34'],
  ['spaced groups after', '01 99 00 12 34 56 78'],
  ['spaced groups around', '12 01 99 00 12 34 56'],
  ['too many separators', '01     99 00 12 34'],
])('does not find it as part of something else: %s', (_, text) => {
  expect(found(text)).toEqual([]);
});

it('finds every occurrence, in order', () => {
  expect(found('01 99 00 12 34, 202-555-0123; 0199001234')).toEqual([
    '01 99 00 12 34',
    '202-555-0123',
    '0199001234',
  ]);
});

it('finds nothing without variants', () => {
  expect(createFinder([frenchSwap({ variants: [] })])('01 99 00 12 34')).toEqual([]);
});

it('is not led into an endless loop by an empty variant', () => {
  expect(createFinder([frenchSwap({ variants: [['', '']] })])('01 99 00 12 34')).toEqual([]);
});
