import { parse } from '@tryghost/referrer-parser';
import { originAllowed } from '../origins.ts';

/** What kind of place a referrer or a named source is. */
export type SourceCategory = 'search' | 'social' | 'email' | 'video' | 'shopping' | 'other';

/**
 * The referrer list knows most of search, social and mail. Beside it stand the sites of Google's published
 * source list that people meet most: all of video and shopping, and what it lacks of search and social
 * (https://support.google.com/analytics/answer/9756891).
 */
const VIDEO = /(^|\.)(youtube|youtu|vimeo|dailymotion|twitch|netflix|disneyplus|hulu|wistia)(\.|$)/;
const SHOPPING =
  /(^|[.\s])(amazon|ebay|etsy|alibaba|aliexpress|walmart|shopify|cdiscount|idealo|allegro|igshopping|shopping)(\.|$)/;
const SEARCH =
  /^(www\.|m\.|([a-z]+\.)?search\.)?(aol|baidu|bing|daum|ecosia|msn|naver|qwant|rambler|seznam|sogou|yahoo|yandex)(\.|$)/;
const SOCIAL =
  /^(.+\.)?(facebook|fb|messenger|instagram|whatsapp|tiktok|snapchat|pinterest|reddit|wechat|trustpilot|tripadvisor|yelp)(\.|$)|^(ig|line|line\.me|t\.me)$/;

/**
 * Source and medium of a referrer, in Google Analytics' words; undefined where there is none, or where
 * it is a page of the site itself.
 */
export function sourceOfReferrer(
  referrer: string | undefined,
  landingPage: string,
  origins: readonly string[],
): { source: string; medium: string } | undefined {
  const host = hostOf(referrer);
  if (host === undefined || host === hostOf(landingPage)) return undefined;
  if (['https', 'http'].some((scheme) => originAllowed(`${scheme}://${host}`, origins)))
    return undefined;
  const { referrerSource, referrerMedium } = parse(referrer ?? '');
  const bare = host.replace(/^www\./, '');
  const known = referrerMedium === null ? bare : (referrerSource ?? bare).toLowerCase();
  if (referrerMedium === 'search') return { source: known, medium: 'organic' };
  if (referrerMedium === 'email') return { source: known, medium: 'email' };
  if (referrerMedium === 'social') return { source: known, medium: 'social' };
  return { source: bare, medium: 'referral' };
}

/** The category of a source as it stands in `utm_source`: a host (`l.facebook.com`) or a name (`google`). */
export function categoryOfSource(source: string): SourceCategory {
  const name = source.trim().toLowerCase();
  if (VIDEO.test(name)) return 'video';
  if (SHOPPING.test(name)) return 'shopping';
  const host = name.includes('.') ? name : `${name}.com`;
  if (!/^[a-z0-9.-]+$/.test(host)) return 'other';
  const { referrerMedium } = parse(`https://${host}/`);
  if (referrerMedium === 'search' || referrerMedium === 'social' || referrerMedium === 'email') {
    return referrerMedium;
  }
  if (SEARCH.test(name)) return 'search';
  return SOCIAL.test(name) ? 'social' : 'other';
}

/** The host of an absolute URL in lower case, `android-app://` included; undefined for anything else. */
function hostOf(url: string | undefined): string | undefined {
  return url?.match(/^[a-z][a-z0-9+.-]*:\/\/([^/?#:]+)/i)?.[1]?.toLowerCase();
}
