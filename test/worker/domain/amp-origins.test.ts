import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ampPublisher } from '../../../worker/domain/amp-origins.ts';

it.each([
  ['https://example-com.cdn.ampproject.org', 'https://example.com'],
  ['https://www-my--shop-example.cdn.ampproject.org', 'https://www.my-shop.example'],
  ['https://example-com.www.bing-amp.com', 'https://example.com'],
  ['https://0-en--us-example-com-0.cdn.ampproject.org', 'https://en-us.example.com'],
])('pages at %s are those of %s', (origin, publisher) => {
  expect(ampPublisher(origin)).toBe(publisher);
});

it.each([
  ['the publisher itself', 'https://example.com'],
  ['the cache itself', 'https://cdn.ampproject.org'],
  ['a page without encryption', 'http://example-com.cdn.ampproject.org'],
  ['another port', 'https://example-com.cdn.ampproject.org:8443'],
  ['a subdomain of a subdomain', 'https://a.example-com.cdn.ampproject.org'],
  ['a name that only ends alike', 'https://example-com.evilcdn.ampproject.org.test'],
  [
    'a hashed name',
    'https://v6ae2iqf4hdxk7fzhd3qjw2zsoyh5t6cqnmxtsbfdhaogq5v3kia.cdn.ampproject.org',
  ],
  ['nothing', ''],
  ['null', 'null'],
])('%s is no publisher’s page at a cache', (_, origin) => {
  expect(ampPublisher(origin)).toBeUndefined();
});

it('every name comes back as it went in', () => {
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/);
  const names = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join('.'));
  fc.assert(
    fc.property(names, (name) => {
      const plain = name.replaceAll('-', '--').replaceAll('.', '-');
      const stored = plain.slice(2, 4) === '--' ? `0-${plain}-0` : plain;
      fc.pre(!/^0-.*-0$/.test(plain));
      expect(ampPublisher(`https://${stored}.cdn.ampproject.org`)).toBe(`https://${name}`);
    }),
  );
});
