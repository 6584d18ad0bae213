import { expect, it } from 'vitest';
import { snippetWorld } from '../../../support/snippet-world.ts';
import { JSON_LD, THEME_PAGE } from './theme-page.ts';

const world = snippetWorld();

it('swaps a theme’s page in header, menu, text, table, widget and footer, and nothing else', async () => {
  const page = await world.open(THEME_PAGE);
  await expect.poll(() => page.textContent('.header-phone')).toBe('01 99 00 20 03');
  const at = (selector: string) => page.textContent(selector);
  expect(await at('.menu-item-14')).toBe('Call us: 01-99-00-20-03');
  expect(await at('.entry-content strong')).toBe('01\u00a099\u00a000\u00a020\u00a003');
  expect(await at('.entry-content em')).toBe('+33\u00a0(0)1 99 00 20 03');
  expect(await page.locator('td').allTextContents()).toEqual([
    ...['Workshop', '01.99.00.20.03'],
    ...['Order no.', '20199001234'],
    ...['Another phone', '01 99 00 12 35'],
  ]);
  expect(await page.innerHTML('.textwidget')).toBe(
    '12 rue de la Fiction<br>75001 Paris<br>Tel. 0199002003<br>',
  );
  // Search engines read it: what they know of a business is not to change with its visitors.
  expect(await at('[itemprop=telephone]')).toBe('+33 1 99 00 12 34');
  const links = await page.$$eval('a', (all) => all.map((link) => link.getAttribute('href')));
  expect(links).toEqual([
    '#content',
    'tel:+33199002003',
    '/',
    '/order-0199001234/',
    'tel:01-99-00-20-03',
    'tel:0033199002003',
    'https://example.com/?tel=0199001234',
  ]);
  expect(await page.inputValue('input')).toBe('01 99 00 12 34');
  expect(await page.inputValue('textarea')).toBe('Please ring 01 99 00 12 34');
  expect(await at('[type="application/ld+json"]')).toBe(JSON_LD);
  expect(await page.innerHTML('noscript')).toContain('01 99 00 12 34');
  expect(world.errors).toEqual([]);
});
