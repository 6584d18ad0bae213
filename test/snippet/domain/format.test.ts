import { expect, it } from 'vitest';
import { createFinder } from '../../../snippet/domain/find.ts';
import { rewriteLink, trackingNumberIn } from '../../../snippet/domain/rewrite-link.ts';
import { rewriteText } from '../../support/rewrite-text.ts';
import { frenchSwap, swapOf } from '../../support/wire-makers.ts';

const berlin = swapOf('+4930123456', '+493012345678', '0');
const find = createFinder([frenchSwap(), berlin]);

it.each([
  ['01.99.00.12.34', '01.99.00.20.03'],
  ['(01) 99 00-12-34', '(01) 99 00-20-03'],
  ['+33 (0)1 99 00 12 34', '+33 (0)1 99 00 20 03'],
])('keeps the punctuation of %j where the digits are as many', (text, expected) => {
  expect(rewriteText(text, find)).toBe(expected);
});

it.each([
  ['national', '030 123456', '030 12345678'],
  ['national in parentheses', '(030) 123456', '030 12345678'],
  ['inside parentheses', '(030 123456)', '(030 12345678)'],
  ['international', '+49 30 123456', '+49 30 12345678'],
  ['international with a country code in parentheses', '(+49) 30 123456', '+49 30 12345678'],
  ['international with a trunk zero', '+49 (0)30 123456', '+49 30 12345678'],
  ['with an access code', '0049 30 123456', '0049 30 12345678'],
  ['compact', '030123456', '03012345678'],
  ['compact and international', '+4930123456', '+493012345678'],
])('keeps the kind of writing where the digits are not as many: %s', (_, text, expected) => {
  expect(rewriteText(text, find)).toBe(expected);
});

it.each([
  ['tel:+33199001234', 'tel:+33199002003'],
  ['tel:+33-1-99-00-12-34', 'tel:+33-1-99-00-20-03'],
  ['tel:%2B33199001234', 'tel:+33199002003'],
  ['tel:01%2099%2000%2012%2034', 'tel:01 99 00 20 03'],
  ['tel:+33199001234,,12#', 'tel:+33199002003,,12#'],
  ['tel:+33199001234;ext=0199001234', 'tel:+33199002003;ext=0199001234'],
  ['tel://0199001234', 'tel://0199002003'],
  ['callto:+33199001234', 'callto:+33199002003'],
  ['tel:030-123456', 'tel:+493012345678'],
])('rewrites the link %j', (href, expected) => {
  expect(rewriteLink(href, find)).toBe(expected);
});

it.each([
  'https://example.com/0199001234',
  'sms:+33199001234',
  'mailto:0199001234@example.com',
  'tel:+33199005678',
  'tel:',
])('leaves the link %j', (href) => {
  expect(rewriteLink(href, find)).toBe(href);
});

it.each([
  'tel:+33199002003',
  'tel:01%2099%2000%2020%2003',
  'TEL:0033-199002003;ext=5',
  'tel:+33(0)199002003',
])('knows the tracking number behind %j', (href) => {
  expect(trackingNumberIn(href, [frenchSwap()])).toBe('+33199002003');
});

it.each(['tel:+33199001234', 'tel:', 'https://x.example/0199002003'])(
  'knows that %j dials no tracking number',
  (href) => {
    expect(trackingNumberIn(href, [frenchSwap()])).toBeUndefined();
  },
);

it.each([
  ['0199001234', '+12025550123'],
  ['01 99 00 12 34', '+1 202 555 0123'],
  ['+33 1 99 00 12 34', '+1 202 555 0123'],
])('writes a number of another country in its international form: %s', (written, expected) => {
  const american = {
    ...frenchSwap(),
    number: { e164: '+12025550123', national: '(202) 555-0123', international: '+1 202 555 0123' },
    variants: [
      ['33199001234', '+12025550123'],
      ['0199001234', '+12025550123'],
    ] as const,
  };
  expect(rewriteText(written, createFinder([american]))).toBe(expected);
  expect(rewriteLink(`tel:${written}`, createFinder([american]))).toBe('tel:+12025550123');
  expect(trackingNumberIn('tel:+12025550123', [american])).toBe('+12025550123');
});

it('takes what follows an x for an extension, and keeps it', () => {
  expect(rewriteText('01 99 00 12 34x56', find)).toBe('01 99 00 20 03x56');
  expect(rewriteText('01 99 00 12 34xl', find)).toBe('01 99 00 12 34xl');
});
