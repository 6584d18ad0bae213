import { expect, it } from 'vitest';
import { touchOfUrl } from '../../../../worker/domain/touches/touch-of-url.ts';

const PAGE = 'https://shop.example/offers';

it('keeps the parameters that say where a visitor came from, and no others', () => {
  expect(
    touchOfUrl(`${PAGE}?utm_source=google&GCLID=abc&utm_source=second&email=ada#top`, ''),
  ).toEqual({ touch: { utm_source: 'google', gclid: 'abc' }, url: PAGE });
});

it('keeps a referrer without its query', () => {
  expect(touchOfUrl(PAGE, 'https://news.example/a?token=1')?.touch).toEqual({
    referrer: 'https://news.example/a',
  });
});

it.each(['', 'DOCUMENT_REFERRER', 'https://shop.example/'])(
  'takes %j for no referrer',
  (referrer) => {
    expect(touchOfUrl(PAGE, referrer)?.touch).toEqual({});
  },
);

it('says so where the page is no address', () => {
  expect(touchOfUrl('SOURCE_URL', '')).toBeUndefined();
});
