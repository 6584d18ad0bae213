import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { categoryOfSource, sourceOfReferrer } from '../../../../worker/domain/touches/referrer.ts';

const LANDING = 'https://landing.example/';

describe('a referrer is', () => {
  it.each([
    ['https://www.google.fr/', 'google', 'organic'],
    ['https://www.bing.com/', 'bing', 'organic'],
    ['https://duckduckgo.com/', 'duckduckgo', 'organic'],
    ['android-app://com.google.android.googlequicksearchbox/', 'google', 'organic'],
    ['https://l.facebook.com/', 'facebook', 'social'],
    ['https://t.co/abc', 'twitter', 'social'],
    ['https://www.linkedin.com/feed/', 'linkedin', 'social'],
    ['https://mail.google.com/', 'gmail', 'email'],
    ['https://blog.example.org/post', 'blog.example.org', 'referral'],
    ['https://WWW.Example.ORG/', 'example.org', 'referral'],
    ['https://example.org:8443/', 'example.org', 'referral'],
  ])('%s: %s / %s', (referrer, source, medium) => {
    expect(sourceOfReferrer(referrer, LANDING, [])).toEqual({ source, medium });
  });
});

describe('no source is', () => {
  it.each([undefined, '', 'about:blank', 'not a url', '//example.org/'])('%j', (referrer) => {
    expect(sourceOfReferrer(referrer, LANDING, [])).toBeUndefined();
  });

  it.each([
    ['the host of the page', 'https://landing.example/cart', []],
    ['an origin of the site', 'https://shop.example/cart', ['https://shop.example']],
    ['the same host by another scheme', 'http://SHOP.example:8080/', ['https://shop.example']],
    ['a subdomain of the site', 'https://blog.shop.example/', ['https://*.shop.example']],
  ])('the site itself: %s', (_, referrer, origins) => {
    expect(sourceOfReferrer(referrer, LANDING, origins)).toBeUndefined();
  });
});

it('another host that holds the name of the site is a source', () => {
  expect(
    sourceOfReferrer('https://shop.example.org/', LANDING, ['https://shop.example']),
  ).toBeDefined();
});

describe('the category of a source', () => {
  it.each([
    ['google', 'search'],
    ['google.de', 'search'],
    ['www.baidu.com', 'search'],
    ['baidu', 'search'],
    ['pl.search.yahoo.com', 'search'],
    ['seznam.cz', 'search'],
    ['facebook', 'social'],
    ['business.facebook.com', 'social'],
    ['pinterest.co.uk', 'social'],
    ['tiktok', 'social'],
    ['ig', 'social'],
    ['line', 'social'],
    ['mail.google.com', 'email'],
    ['youtube', 'video'],
    ['player.vimeo.com', 'video'],
    ['amazon', 'shopping'],
    ['amazon.co.uk', 'shopping'],
    ['google shopping', 'shopping'],
    ['maps.google.com', 'other'],
    ['pipeline', 'other'],
    ['newsletter', 'other'],
    ['my-facebook-group', 'other'],
    ['', 'other'],
  ])('of %j is %s', (source, category) => {
    expect(categoryOfSource(source)).toBe(category);
  });
});

it('reads any text as a referrer and as a source without failing', () => {
  const scheme = fc.constantFrom('', 'https://', 'android-app://', 'mailto:');
  fc.assert(
    fc.property(scheme, fc.string({ unit: 'binary' }), (start, rest) => {
      expect(() => sourceOfReferrer(start + rest, LANDING, [])).not.toThrow();
      expect(() => categoryOfSource(start + rest)).not.toThrow();
    }),
  );
});
