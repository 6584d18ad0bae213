import type { Consent } from '../../snippet/contract/wire.ts';
import type { SiteSnapshot } from './site-snapshot.ts';

/** `unknown` counts as denied where the site requires consent, else as granted. */
export function consentDenied(consent: Consent, site: Pick<SiteSnapshot, 'consent'>): boolean {
  return consent === 'denied' || (consent === 'unknown' && site.consent === 'required');
}
