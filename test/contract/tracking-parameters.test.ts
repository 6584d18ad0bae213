import { expect, it } from 'vitest';
import { CLICK_IDS, TRACKING_PARAMETERS } from '../../snippet/contract/tracking-parameters.ts';

const names: readonly string[] = TRACKING_PARAMETERS;

it.each(['source', 'medium', 'campaign', 'term', 'content', 'id'])('utm_%s is known', (name) => {
  expect(TRACKING_PARAMETERS).toContain(`utm_${name}`);
});

it.each([
  'gclid',
  'gbraid',
  'wbraid',
  'dclid',
  'msclkid',
  'fbclid',
  'ttclid',
  'twclid',
  'li_fat_id',
  'yclid',
  'ymclid',
  '_openstat',
  'epik',
  'rdt_cid',
  'ScCid',
])('the click identifier %s is known', (name) => {
  expect(CLICK_IDS).toContain(name);
});

it('no two names differ by case alone, since a parameter is found without regard to it', () => {
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
});

it('every name stands in a query string as it is', () => {
  for (const name of names) expect(encodeURIComponent(name)).toBe(name);
});
