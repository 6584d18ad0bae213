import { expect, it } from 'vitest';
import { TRACKING_PARAMETERS } from '../../../snippet/contract/tracking-parameters.ts';
import { readTouch } from '../../../snippet/domain/source.ts';

const PAGE = 'https://shop.example/landing';
const touchOf = (query: string, referrer = '') => readTouch(PAGE + query, referrer).touch;

it.each(TRACKING_PARAMETERS)('reads %s', (name) => {
  expect(touchOf(`?${name}=value`)).toEqual({ [name]: 'value' });
});

it('reads a parameter without regard to case, but prefers its exact name', () => {
  expect(touchOf('?UTM_Source=a&sccid=b&utm_source=c')).toEqual({ utm_source: 'c', ScCid: 'b' });
});

it('takes the first of repeated parameters', () => {
  expect(touchOf('?gclid=1&gclid=2&Fbclid=3&FBCLID=4')).toEqual({ gclid: '1', fbclid: '3' });
});

it('reads no unknown and no empty parameter', () => {
  expect(touchOf('?email=a@b.example&utm_source=&utm_secret=x')).toEqual({});
});

it('cuts values to 512 characters', () => {
  expect(touchOf(`?utm_term=${'x'.repeat(10_000)}`).utm_term).toHaveLength(512);
});

it('survives broken escapes', () => {
  expect(touchOf('?utm_source=%E0%A4%A&gclid=1').gclid).toBe('1');
});

it('reduces the page to its path', () => {
  expect(readTouch(`${PAGE}?token=1#part`, '').url).toBe(PAGE);
});

it.each([
  ['https://www.search.example/find?q=secret#x', 'https://www.search.example/find'],
  ['https://user:pass@www.search.example/', 'https://www.search.example/'],
  ['android-app://com.google.android.gm/', 'android-app://com.google.android.gm/'],
])('reduces the referrer %j to origin and path', (referrer, expected) => {
  expect(touchOf('', referrer)).toEqual({ referrer: expected });
});

it.each(['', 'https://shop.example/other'])('drops the referrer %j', (referrer) => {
  expect(touchOf('', referrer)).toEqual({});
});
