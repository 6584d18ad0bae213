import { describe, expect, it } from 'vitest';
import { isBot } from '../../../../worker/domain/visits/bot.ts';

describe('a robot', () => {
  it.each([
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/41.0.2272.96 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
    'AdsBot-Google (+http://www.google.com/adsbot.html)',
    'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/130.0.0.0 Safari/537.36',
    'curl/8.7.1',
    'python-requests/2.32.3',
    '',
    undefined,
  ])('is known by its user agent: %s', (userAgent) => {
    expect(isBot(userAgent)).toBe(true);
  });
});

const PERSON =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';

describe('a robot that looks like a person', () => {
  it.each([
    ['has verified who it is', { botManagement: { verifiedBot: true } }],
    ['has named its category', { verifiedBotCategory: 'Search Engine Crawler' }],
    ['scores as surely automated', { botManagement: { score: 1 } }],
    ['scores as likely automated', { botManagement: { score: 29, verifiedBot: false } }],
  ])('is known where the edge %s', (_what, edge) => {
    expect(isBot(PERSON, edge)).toBe(true);
  });

  it.each([
    ['nothing', {}],
    ['nothing of robots', { botManagement: undefined, verifiedBotCategory: undefined }],
    ['an empty category', { verifiedBotCategory: '' }],
    ['that no score was computed', { botManagement: { score: 0, verifiedBot: false } }],
    ['that it is likely a person', { botManagement: { score: 30 } }],
    ['that it is surely a person', { botManagement: { score: 99, verifiedBot: false } }],
  ])('is taken for one where the edge says %s', (_what, edge) => {
    expect(isBot(PERSON, edge)).toBe(false);
  });

  it('is one by its user agent, whatever the edge says', () => {
    expect(isBot('curl/8.7.1', { botManagement: { score: 99 } })).toBe(true);
  });
});

describe("a person's browser", () => {
  it.each([
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:132.0) Gecko/20100101 Firefox/132.0',
    'Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36',
    // An app that shows pages inside itself is where many ad clicks land.
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/480.0.0.40.108;FBDV/iPhone14,5]',
    'Mozilla/5.0 (Linux; Android 13; CUBOT X50) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36',
  ])('is not one: %s', (userAgent) => {
    expect(isBot(userAgent)).toBe(false);
  });
});
