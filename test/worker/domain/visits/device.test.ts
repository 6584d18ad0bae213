import { describe, expect, it } from 'vitest';
import { deviceOf } from '../../../../worker/domain/visits/device.ts';

const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0';
const SAFARI = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';

describe('a phone', () => {
  it.each([
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${SAFARI} Version/18.6 Mobile/15E148 Safari/604.1`,
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${SAFARI} CriOS/141.0.7390.41 Mobile/15E148 Safari/604.1`,
    `Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) ${SAFARI} Mobile/15E148 [FBAN/FBIOS;FBAV/480.0.0.40.108;FBDV/iPhone14,5]`,
    `Mozilla/5.0 (iPod touch; CPU iPhone OS 12_5_7 like Mac OS X) ${SAFARI} Version/12.1.2 Mobile/15E148 Safari/604.1`,
    `Mozilla/5.0 (Linux; Android 10; K) ${CHROME} Mobile Safari/537.36`,
    `Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36`,
    'Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UQ1A.240205.002; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/121.0.6167.143 Mobile Safari/537.36 Instagram 319.0.0.43.110 Android',
    'Mozilla/5.0 (Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0',
    `Mozilla/5.0 (Linux; Android 10; K) ${CHROME} Mobile Safari/537.36 OPR/90.0.0.0`,
    'Opera/9.80 (Android; Opera Mini/36.2.2254/191.249; U; en) Presto/2.12.423 Version/12.16',
    'Mozilla/5.0 (Mobile; Nokia 8110 4G; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5',
    'Mozilla/5.0 (Windows Phone 10.0; Android 6.0.1; Microsoft; Lumia 950) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/52.0.2743.116 Mobile Safari/537.36 Edge/15.15063',
  ])('is known by its user agent: %s', (userAgent) => {
    expect(deviceOf(userAgent, undefined)).toBe('mobile');
  });

  it('is known by what the browser says beside its user agent', () => {
    expect(deviceOf(`Mozilla/5.0 (X11; Linux x86_64) ${CHROME} Safari/537.36`, '?1')).toBe(
      'mobile',
    );
    expect(deviceOf(undefined, '?1')).toBe('mobile');
  });
});

describe('a tablet', () => {
  it.each([
    `Mozilla/5.0 (iPad; CPU OS 12_5_7 like Mac OS X) ${SAFARI} Version/12.1.2 Mobile/15E148 Safari/604.1`,
    `Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) ${SAFARI} CriOS/141.0.7390.41 Mobile/15E148 Safari/604.1`,
    `Mozilla/5.0 (Linux; Android 13; SM-X906C) ${CHROME} Safari/537.36`,
    'Mozilla/5.0 (Android 14; Tablet; rv:144.0) Gecko/144.0 Firefox/144.0',
    'Mozilla/5.0 (Linux; Android 9; KFMAWI) AppleWebKit/537.36 (KHTML, like Gecko) Silk/121.6.3 like Chrome/121.0.6167.180 Safari/537.36',
  ])('is known by its user agent: %s', (userAgent) => {
    expect(deviceOf(userAgent, undefined)).toBe('tablet');
  });

  it('is no phone for a browser that says so', () => {
    expect(deviceOf(`Mozilla/5.0 (Linux; Android 10; K) ${CHROME} Safari/537.36`, '?0')).toBe(
      'tablet',
    );
  });
});

describe('a desktop', () => {
  it.each([
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Safari/537.36 Edg/141.0.0.0`,
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${SAFARI} Version/18.6 Safari/605.1.15`,
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:144.0) Gecko/20100101 Firefox/144.0',
    `Mozilla/5.0 (X11; Linux x86_64) ${CHROME} Safari/537.36`,
    `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${CHROME} Safari/537.36`,
    'Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; SLCC2; Tablet PC 2.0; rv:11.0) like Gecko',
  ])('is known by its user agent: %s', (userAgent) => {
    expect(deviceOf(userAgent, undefined)).toBe('desktop');
    expect(deviceOf(userAgent, '?0')).toBe('desktop');
  });
});

describe('it cannot be told', () => {
  it.each([
    'Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) AppleWebKit/537.36 (KHTML, like Gecko) 76.0.3809.146/6.0 TV Safari/537.36',
    'Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/87.0.4280.88 Safari/537.36',
    'Mozilla/5.0 (Linux; Android 9; AFTSSS Build/PS7646) AppleWebKit/537.36 (KHTML, like Gecko) Silk/120.3.1 like Chrome/120.0.6099.230 Safari/537.36',
    'Mozilla/5.0 (PlayStation; PlayStation 5/2.26) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.0 Safari/605.1.15',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox Series X) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/48.0.2564.82 Safari/537.36 Edge/20.02',
    'a program of my own',
    '',
    undefined,
  ])('what this is: %s', (userAgent) => {
    expect(deviceOf(userAgent, undefined)).toBeNull();
    expect(deviceOf(userAgent, '?0')).toBeNull();
  });
});
