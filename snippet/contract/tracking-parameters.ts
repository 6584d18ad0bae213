/**
 * The query parameters that say where a visitor came from. Only these leave the browser.
 *
 * A parameter is matched by its exact name first, else without regard to case (`ScCid`, `utm_Source`).
 */

export const TRACKING_PARAMETERS = [
  // The UTM parameters of Google Analytics: https://support.google.com/analytics/answer/10917952
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_term',
  'utm_content',
  'utm_id',
  // Click identifiers that ad platforms append to landing page URLs.
  'gclid', // Google Ads
  'gbraid', // Google Ads, app to web on iOS
  'wbraid', // Google Ads, web to app on iOS
  'dclid', // Google Display & Video 360
  'gad_source', // Google Ads, campaign type without a click id
  'gad_campaignid', // Google Ads, campaign without a click id
  'srsltid', // Google Merchant Center
  'msclkid', // Microsoft Advertising
  'fbclid', // Meta
  'igshid', // Instagram
  'ttclid', // TikTok
  'twclid', // X
  'li_fat_id', // LinkedIn
  'yclid', // Yandex Direct
  'ymclid', // Yandex Market
  '_openstat', // Openstat (Yandex, VK)
  'ysclid', // Yandex Search
  'epik', // Pinterest
  'rdt_cid', // Reddit
  'ScCid', // Snapchat
  'qclid', // Quora
  'tblci', // Taboola
  'obclid', // Outbrain
  'vmcid', // Yahoo
  'irclickid', // impact.com
  'sznclid', // Seznam Sklik
  'mc_eid', // Mailchimp
  '_kx', // Klaviyo
  'vk_ref', // VK
] as const;

export type UtmParameter = Extract<TrackingParameter, `utm_${string}`>;
export type ClickId = Exclude<TrackingParameter, UtmParameter>;
type TrackingParameter = (typeof TRACKING_PARAMETERS)[number];

export const CLICK_IDS = /* @__PURE__ */ TRACKING_PARAMETERS.filter(
  (name): name is ClickId => !name.startsWith('utm_'),
);
