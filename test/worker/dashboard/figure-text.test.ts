import { expect, it } from 'vitest';
import {
  chanceText,
  countedText,
  durationText,
  meanText,
  shareText,
} from '../../../worker/dashboard/figure-text.ts';

it.each([
  [0, '0 s'],
  [0.4, '0 s'],
  [45, '45 s'],
  [59.6, '1 min'],
  [60, '1 min'],
  [400, '6 min 40 s'],
  [599.7, '10 min'],
  [601, '10 min'],
  [3_540, '59 min'],
  [3_599, '1 h'],
  [3_600, '1 h'],
  [4_800, '1 h 20 min'],
  [7_199, '2 h'],
  [86_399, '1 day'],
  [86_400, '1 day'],
  [90_000, '1 day 1 h'],
  [30 * 86_400, '30 days'],
])('%d seconds are read as %s', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});

it.each([
  [0, '0 %'],
  [0.00001, 'under 0.01 %'],
  [0.00123, '0.12 %'],
  [0.01, '1 %'],
  [0.094, '9.4 %'],
  [0.345, '35 %'],
  [0.986, '99 %'],
  [0.9953, '99.5 %'],
  [0.9999, 'over 99.9 %'],
  [1, '100 %'],
])('a share of %d is read as %s', (share, text) => {
  expect(shareText(share)).toBe(text);
});

it('a chance is never none', () => {
  expect(chanceText(0)).toBe('under 0.01 %');
});

it('counts are grouped, and agree with their noun', () => {
  expect([countedText(1, 'number'), countedText(2_000, 'number')]).toEqual([
    '1 number',
    '2,000 numbers',
  ]);
});

it('a mean has a decimal while it is small', () => {
  expect([meanText(3.14), meanText(1_234.5)]).toEqual(['3.1', '1,235']);
});
