import type { Consent, SnippetSettings } from '../contract/wire.ts';

/**
 * What to tell the server about consent, and whether anything may be kept on the device.
 *
 * Where nobody was asked this says `unknown`, never `granted`: the server knows the site's mode of
 * today, while the settings here may come from a cache.
 */
export function consentOf(
  settings: SnippetSettings,
  globalPrivacyControl: boolean,
): { consent: Consent; mayStore: boolean } {
  if (settings.honourGpc && globalPrivacyControl) return { consent: 'denied', mayStore: false };
  return { consent: 'unknown', mayStore: settings.consent !== 'required' };
}
