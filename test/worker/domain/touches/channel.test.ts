import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Channel, channelOf } from '../../../../worker/domain/touches/channel.ts';

type Case = readonly [source: string, medium: string, campaign: string];

/** Google Analytics 4's default channel group, row by row: what belongs to each channel. */
const CASES: Readonly<Record<Channel, readonly Case[]>> = {
  Direct: [
    ['(direct)', '(none)', ''],
    ['(direct)', '(not set)', ''],
  ],
  'Cross-network': [
    ['google', 'cpc', 'cross-network'],
    ['google', 'cpc', 'spring-cross-network-sale'],
  ],
  'Paid Shopping': [
    ['amazon', 'cpc', ''],
    ['ebay.co.uk', 'paid', ''],
    ['google', 'cpc', 'shopping'],
    ['google', 'ppc', 'eu_shop_boots'],
  ],
  'Paid Search': [
    ['google', 'cpc', ''],
    ['google', 'ppc', 'workshop'],
    ['bing', 'paidsearch', ''],
    ['yandex', 'cpc', ''],
    ['seznam', 'cpc', ''],
    ['baidu', 'cpc', ''],
    ['duckduckgo.com', 'cpm', ''],
  ],
  'Paid Social': [
    ['facebook', 'cpc', ''],
    ['fb', 'paid', ''],
    ['ig', 'paid-social', ''],
    ['linkedin', 'cpm', ''],
    ['twitter', 'cpc', ''],
    ['tiktok', 'cpc', ''],
    ['snapchat', 'cpc', ''],
    ['reddit', 'cpc', ''],
    ['pinterest', 'retargeting', ''],
  ],
  'Paid Video': [
    ['youtube', 'cpv-cpc', ''],
    ['youtube.com', 'paid', ''],
    ['vimeo', 'cpm', ''],
  ],
  Display: [
    ['google', 'display', ''],
    ['partner.example', 'banner', ''],
    ['partner.example', 'expandable', ''],
    ['partner.example', 'interstitial', ''],
    ['partner.example', 'cpm', ''],
  ],
  'Paid Other': [
    ['taboola', 'cpc', ''],
    ['partner.example', 'paid-listing', ''],
    ['partner.example', 'retargeting', ''],
    ['(not set)', 'ppc', ''],
  ],
  'Organic Shopping': [
    ['amazon.fr', 'referral', ''],
    ['etsy.com', '(not set)', ''],
    ['newsletter', 'email', 'shopping'],
  ],
  'Organic Social': [
    ['facebook', 'social', ''],
    ['m.facebook.com', 'referral', ''],
    ['t.co', 'referral', ''],
    ['whatsapp', '(not set)', ''],
    ['partner.example', 'social', ''],
    ['partner.example', 'social-network', ''],
    ['partner.example', 'social-media', ''],
    ['partner.example', 'sm', ''],
    ['partner.example', 'social network', ''],
    ['partner.example', 'social media', ''],
  ],
  'Organic Video': [
    ['youtube.com', 'referral', ''],
    ['partner.example', 'promo-video', ''],
  ],
  'Organic Search': [
    ['google', 'organic', ''],
    ['qwant.com', 'referral', ''],
    ['fr.search.yahoo.com', 'referral', ''],
    ['a-new-engine.example', 'organic', ''],
  ],
  Referral: [
    ['blog.example', 'referral', ''],
    ['partner.example', 'app', ''],
    ['partner.example', 'link', ''],
    ['maps.google.com', 'referral', ''],
    ['sites.google.com', 'referral', ''],
  ],
  Email: [
    ['newsletter', 'email', ''],
    ['newsletter', 'e-mail', ''],
    ['newsletter', 'e_mail', ''],
    ['newsletter', 'e mail', ''],
    ['email', 'spring', ''],
    ['e-mail', '(not set)', ''],
    ['gmail', 'email', ''],
  ],
  Affiliates: [['partner.example', 'affiliate', '']],
  Audio: [['spotify', 'audio', '']],
  SMS: [
    ['sms', '(not set)', ''],
    ['twilio', 'sms', ''],
  ],
  'Mobile Push Notifications': [
    ['app', 'webpush', ''],
    ['app', 'push', ''],
    ['app', 'mobile-alert', ''],
    ['app', 'notification-daily', ''],
    ['firebase', '(not set)', ''],
  ],
  Unassigned: [
    ['(not set)', '(not set)', ''],
    ['flyer', 'qr', ''],
    ['(direct)', 'flyer', ''],
    ['partner.example', 'affiliates-2', ''],
    ['', '', ''],
  ],
};

describe.each(Object.entries(CASES))('%s', (channel, cases) => {
  it.each(cases)('is %s / %s, campaign %j', (source, medium, campaign) => {
    expect(channelOf({ source, medium, campaign })).toBe(channel);
  });
});

describe('where two rules hold, the first of the group wins', () => {
  it.each<[Channel, Channel, ...Case]>([
    ['Direct', 'Cross-network', '(direct)', '(none)', 'cross-network'],
    ['Cross-network', 'Paid Shopping', 'amazon', 'cpc', 'cross-network'],
    ['Paid Shopping', 'Paid Search', 'google', 'cpc', 'shopping'],
    ['Paid Shopping', 'Paid Social', 'facebook', 'cpc', 'shop'],
    ['Paid Search', 'Display', 'google', 'cpm', ''],
    ['Paid Social', 'Display', 'facebook', 'cpm', ''],
    ['Paid Video', 'Display', 'youtube', 'cpm', ''],
    ['Display', 'Paid Other', 'partner.example', 'cpm', ''],
    ['Display', 'Organic Shopping', 'amazon', 'display', ''],
    ['Display', 'Organic Social', 'facebook', 'banner', ''],
    ['Paid Other', 'Organic Social', 'partner.example', 'paid-social', ''],
    ['Paid Other', 'Organic Video', 'partner.example', 'cpc-video', ''],
    ['Organic Shopping', 'Organic Social', 'facebook', 'social', 'shop'],
    ['Organic Social', 'Organic Video', 'youtube', 'social', ''],
    ['Organic Social', 'Referral', 'facebook.com', 'referral', ''],
    ['Organic Video', 'Organic Search', 'google', 'video', ''],
    ['Organic Search', 'Referral', 'google', 'referral', ''],
    ['Organic Search', 'Email', 'google', 'email', ''],
    ['Referral', 'Email', 'email', 'referral', ''],
    ['Email', 'Affiliates', 'email', 'affiliate', ''],
    ['Affiliates', 'SMS', 'sms', 'affiliate', ''],
    ['Audio', 'SMS', 'sms', 'audio', ''],
    ['SMS', 'Mobile Push Notifications', 'sms', 'push', ''],
  ])('%s before %s', (channel, _later, source, medium, campaign) => {
    expect(channelOf({ source, medium, campaign })).toBe(channel);
  });
});

it.each([
  ['shop', true],
  ['my-shop', true],
  ['eshop', true],
  ['workshop', false],
])('a campaign %j is one of a shop: %s', (campaign, shopping) => {
  const channel = channelOf({ source: 'news', medium: 'link', campaign });
  expect(channel).toBe(shopping ? 'Organic Shopping' : 'Referral');
});

describe('whatever the parameters say', () => {
  const word = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(...Object.values(CASES).flat(2)),
  );

  it('there is a channel', () => {
    fc.assert(
      fc.property(word, word, word, (source, medium, campaign) => {
        expect(Object.keys(CASES)).toContain(channelOf({ source, medium, campaign }));
      }),
    );
  });

  it('case and surrounding space make no difference', () => {
    const listed = fc.constantFrom(...Object.values(CASES).flat());
    const loud = (text: string) => ` ${text.toUpperCase()} `;
    fc.assert(
      fc.property(listed, ([source, medium, campaign]) => {
        expect(
          channelOf({ source: loud(source), medium: loud(medium), campaign: loud(campaign) }),
        ).toBe(channelOf({ source, medium, campaign }));
      }),
    );
  });
});
