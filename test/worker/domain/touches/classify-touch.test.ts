import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TRACKING_PARAMETERS } from '../../../../snippet/contract/tracking-parameters.ts';
import type { TouchParameters } from '../../../../snippet/contract/wire.ts';
import { classifyTouch } from '../../../../worker/domain/touches/classify-touch.ts';

const LANDING = 'https://shop.example/boots';

function touch(parameters: TouchParameters) {
  return classifyTouch(parameters, LANDING, ['https://shop.example', 'https://*.shop.example']);
}

/** Source, medium and channel, as one reads them. */
function told(parameters: TouchParameters) {
  const { source, medium, channel } = touch(parameters);
  return `${source} / ${medium}: ${channel}`;
}

const blog = { referrer: 'https://blog.example.org/' };
const google = { referrer: 'https://www.google.com/' };

describe('where a visit came from', () => {
  it.each<[string, TouchParameters, string]>([
    ['nothing said', {}, '(direct) / (none): Direct'],
    ['a referrer', blog, 'blog.example.org / referral: Referral'],
    ['a search engine', google, 'google / organic: Organic Search'],
    ['a click id', { gclid: 'g' }, 'google / cpc: Paid Search'],
    ['a click id over a referrer', { ...blog, msclkid: 'm' }, 'bing / cpc: Paid Search'],
    [
      'UTM parameters over a referrer',
      { ...google, utm_source: 'news', utm_medium: 'email' },
      'news / email: Email',
    ],
    [
      'UTM parameters over a click id',
      { gclid: 'g', utm_source: 'news', utm_medium: 'email' },
      'news / email: Email',
    ],
    ['a source without a medium', { utm_source: 'news' }, 'news / (not set): Unassigned'],
    [
      'a source without a medium, from a paid click',
      { utm_source: 'adwords', gclid: 'g' },
      'adwords / cpc: Paid Other',
    ],
    [
      'a medium without a source, from a referrer',
      { ...google, utm_medium: 'cpc' },
      'google / cpc: Paid Search',
    ],
    ['a medium alone', { utm_medium: 'email' }, '(not set) / email: Email'],
    ['a campaign alone', { utm_campaign: 'spring' }, '(direct) / (none): Direct'],
    [
      'a campaign with a referrer',
      { ...blog, utm_campaign: 'x' },
      'blog.example.org / referral: Referral',
    ],
    [
      'a click that a platform counts on unpaid links too',
      { fbclid: 'f', referrer: 'https://l.facebook.com/' },
      'facebook / social: Organic Social',
    ],
    ['the same without a referrer', { fbclid: 'f' }, '(direct) / (none): Direct'],
  ])('%s', (_name, parameters, expected) => {
    expect(told(parameters)).toBe(expected);
  });

  it.each(['https://shop.example/', 'https://www.shop.example/cart'])(
    'is not the site itself: %s',
    (referrer) => {
      expect(told({ referrer })).toBe('(direct) / (none): Direct');
    },
  );
});

describe('a paid click', () => {
  it.each<[keyof TouchParameters, string]>([
    ['gclid', 'google / cpc: Paid Search'],
    ['gbraid', 'google / cpc: Paid Search'],
    ['wbraid', 'google / cpc: Paid Search'],
    ['dclid', 'google / display: Display'],
    ['msclkid', 'bing / cpc: Paid Search'],
    ['yclid', 'yandex / cpc: Paid Search'],
    ['ymclid', 'yandex / cpc: Paid Search'],
    ['sznclid', 'seznam / cpc: Paid Search'],
    ['ttclid', 'tiktok / cpc: Paid Social'],
    ['twclid', 'twitter / cpc: Paid Social'],
    ['rdt_cid', 'reddit / cpc: Paid Social'],
    ['ScCid', 'snapchat / cpc: Paid Social'],
    ['epik', 'pinterest / cpc: Paid Social'],
    ['tblci', 'taboola / cpc: Paid Other'],
    ['obclid', 'outbrain / cpc: Paid Other'],
  ])('by %s is %s', (clickId, expected) => {
    expect(told({ [clickId]: 'id' })).toBe(expected);
  });
});

it('a touch keeps all that the visitor brought, as it came', () => {
  const parameters = {
    utm_source: 'News ☎',
    utm_medium: 'email',
    utm_campaign: '<b>Spring</b>',
    utm_term: 'boots',
    utm_content: 'top',
    utm_id: '42',
    fbclid: 'f',
    gclid: 'g',
    referrer: 'https://mail.google.com/',
  };
  expect(touch(parameters)).toMatchObject({
    source: 'News ☎',
    medium: 'email',
    campaign: '<b>Spring</b>',
    term: 'boots',
    content: 'top',
    campaignId: '42',
    clickIds: { fbclid: 'f', gclid: 'g' },
    referrer: 'https://mail.google.com/',
    landingPage: LANDING,
  });
});

it('a touch without parameters holds nothing', () => {
  expect(touch({})).toMatchObject({
    campaign: null,
    term: null,
    content: null,
    campaignId: null,
    clickIds: {},
    referrer: null,
    campaignKey: '',
  });
});

describe('the campaign key', () => {
  const names = TRACKING_PARAMETERS;
  const parameters = fc
    .uniqueArray(fc.tuple(fc.constantFrom(...names), fc.stringMatching(/^[a-z0-9]{1,8}$/)), {
      selector: ([name]) => name,
      maxLength: 4,
    })
    .map((pairs): TouchParameters => Object.fromEntries(pairs));
  const reversed = (given: TouchParameters): TouchParameters =>
    Object.fromEntries(Object.entries(given).reverse());

  it('is that of another landing exactly where the parameters are the same', () => {
    fc.assert(
      fc.property(parameters, parameters, (one, other) => {
        const same =
          JSON.stringify(Object.entries(one).sort()) ===
          JSON.stringify(Object.entries(other).sort());
        expect(touch(one).campaignKey === touch(other).campaignKey).toBe(same);
      }),
    );
  });

  it('does not depend on the order in which the parameters stand', () => {
    fc.assert(
      fc.property(parameters, (given) => {
        expect(touch(reversed(given)).campaignKey).toBe(touch(given).campaignKey);
      }),
    );
  });

  it('does not depend on the referrer, and is empty without a campaign', () => {
    expect(touch(blog).campaignKey).toBe('');
    expect(touch({ ...blog, gclid: 'g' }).campaignKey).toBe(touch({ gclid: 'g' }).campaignKey);
  });
});
