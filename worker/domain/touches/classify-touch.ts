import {
  CLICK_IDS,
  type ClickId,
  TRACKING_PARAMETERS,
} from '../../../snippet/contract/tracking-parameters.ts';
import type { TouchParameters } from '../../../snippet/contract/wire.ts';
import { channelOf } from './channel.ts';
import { sourceOfReferrer } from './referrer.ts';
import type { Touch } from './touch.ts';

type SourceMedium = { readonly source: string; readonly medium: string };

/**
 * Click ids that name their platform and a paid click by themselves. `fbclid`, `srsltid` and their like
 * are absent on purpose: those platforms append them to unpaid links too.
 */
const PAID_CLICKS: readonly (readonly [ClickId, SourceMedium])[] = [
  ['gclid', { source: 'google', medium: 'cpc' }],
  ['gbraid', { source: 'google', medium: 'cpc' }],
  ['wbraid', { source: 'google', medium: 'cpc' }],
  ['dclid', { source: 'google', medium: 'display' }],
  ['msclkid', { source: 'bing', medium: 'cpc' }],
  ['yclid', { source: 'yandex', medium: 'cpc' }],
  ['ymclid', { source: 'yandex', medium: 'cpc' }],
  ['ttclid', { source: 'tiktok', medium: 'cpc' }],
  ['twclid', { source: 'twitter', medium: 'cpc' }],
  ['rdt_cid', { source: 'reddit', medium: 'cpc' }],
  ['ScCid', { source: 'snapchat', medium: 'cpc' }],
  ['epik', { source: 'pinterest', medium: 'cpc' }],
  ['sznclid', { source: 'seznam', medium: 'cpc' }],
  ['tblci', { source: 'taboola', medium: 'cpc' }],
  ['obclid', { source: 'outbrain', medium: 'cpc' }],
];

/**
 * Says where a visit came from: by its UTM parameters, else by a paid click id, else by the referrer,
 * else direct.
 *
 * @param origins the site's allowed origins: a referrer among them, or the page's own host, is no source.
 */
export function classifyTouch(
  parameters: TouchParameters,
  landingPage: string,
  origins: readonly string[],
): Touch {
  const origin = sourceOf(parameters, landingPage, origins);
  const campaign = parameters.utm_campaign ?? null;
  return {
    channel: channelOf({ ...origin, campaign: campaign ?? '' }),
    ...origin,
    campaign,
    term: parameters.utm_term ?? null,
    content: parameters.utm_content ?? null,
    campaignId: parameters.utm_id ?? null,
    clickIds: clickIdsOf(parameters),
    referrer: parameters.referrer ?? null,
    landingPage,
    campaignKey: campaignKeyOf(parameters),
  };
}

/** Equal for two landings of one campaign, click and all; empty where the URL names no campaign. */
function campaignKeyOf(parameters: TouchParameters): string {
  return TRACKING_PARAMETERS.flatMap((name) =>
    parameters[name] === undefined ? [] : [`${name}=${parameters[name]}`],
  ).join('&');
}

function sourceOf(
  parameters: TouchParameters,
  landingPage: string,
  origins: readonly string[],
): SourceMedium {
  const byReferrer = sourceOfReferrer(parameters.referrer, landingPage, origins);
  const byClick = PAID_CLICKS.find(([id]) => parameters[id] !== undefined)?.[1];
  const known = byClick ?? byReferrer;
  const { utm_source: source, utm_medium: medium } = parameters;
  if (source !== undefined) return { source, medium: medium ?? byClick?.medium ?? '(not set)' };
  if (medium !== undefined) return { source: known?.source ?? '(not set)', medium };
  return known ?? { source: '(direct)', medium: '(none)' };
}

function clickIdsOf(parameters: TouchParameters): Record<string, string> {
  const found: Record<string, string> = {};
  for (const id of CLICK_IDS) {
    const value = parameters[id];
    if (value !== undefined) found[id] = value;
  }
  return found;
}
