import { expect, it } from 'vitest';
import { createFinder } from '../../../snippet/domain/find.ts';
import { rewriteAttribute } from '../../../snippet/domain/rewrite-attribute.ts';
import { frenchSwap, TRACKING } from '../../support/wire-makers.ts';

const mute = frenchSwap();
const texting = frenchSwap({ texts: true });
const rewrite = (name: string, value: string, swap = mute, images = {}) =>
  rewriteAttribute(name, value, createFinder([swap]), [swap], images);

const MESSAGE_LINKS = [
  ['sms:+33199001234?body=Hello', 'sms:+33199002003?body=Hello'],
  ['smsto:0199001234', 'smsto:0199002003'],
  ['https://wa.me/33199001234?text=Hi', 'https://wa.me/33199002003?text=Hi'],
  [
    'https://api.whatsapp.com/send?phone=33199001234&text=x',
    'https://api.whatsapp.com/send?phone=33199002003&text=x',
  ],
  ['whatsapp://send?phone=%2B33199001234', 'whatsapp://send?phone=+33199002003'],
  ['viber://chat?number=%2B33199001234', 'viber://chat?number=+33199002003'],
] as const;

it.each(MESSAGE_LINKS)('leads %s to a number that takes messages', (href, expected) => {
  expect(rewrite('href', href, texting)).toBe(expected);
});

it.each(MESSAGE_LINKS)('never makes %s a dead link', (href) => {
  expect(rewrite('href', href)).toBe(href);
});

it('leaves every other address alone', () => {
  for (const href of [
    'https://shop.example/0199001234',
    '/order?id=0199001234',
    'mailto:0199001234@a.example',
  ]) {
    expect(rewrite('href', href, texting)).toBe(href);
  }
});

it('swaps in what is read', () => {
  expect(rewrite('title', 'Call 01 99 00 12 34')).toBe('Call 01 99 00 20 03');
});

it('shows the picture of the number, where the page has one', () => {
  expect(rewrite('src', '/own.png', mute, { [TRACKING]: '/2003.png' })).toBe('/2003.png');
  expect(rewrite('src', '/own.png', mute, { '+33199002999': '/2999.png' })).toBe('/own.png');
});
