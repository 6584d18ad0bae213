import type { Consent } from '../../snippet/contract/wire.ts';
import type { SiteSnapshot } from './site-snapshot.ts';

/**
 * Whether the visitor must not be recognised. `unknown` counts as denied unless the site asks nobody for
 * consent, whoever asks on its pages: the page itself, its IAB TCF banner, or Google Consent Mode; Global Privacy Control counts as denied unless the site says otherwise.
 *
 * @param gpc the request's `Sec-GPC` header: https://w3c.github.io/gpc/
 */
export function consentDenied(
  consent: Consent,
  gpc: string | undefined,
  site: Pick<SiteSnapshot, 'consent' | 'honourGpc'>,
): boolean {
  if (site.honourGpc && gpc === '1') return true;
  return consent === 'denied' || (consent === 'unknown' && site.consent !== 'off');
}
