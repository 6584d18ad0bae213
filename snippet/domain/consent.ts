import type { Consent, SnippetSettings } from '../contract/wire.ts';

/**
 * What to tell the server about consent.
 *
 * Where nobody was asked this says `unknown`, never `granted`: the server knows the site's mode of
 * today, while the settings here may come from a cache. The browser's own signal outweighs a yes.
 *
 * @param decided what the visitor last said; undefined where nothing has been said yet
 */
export function consentOf(
  { honourGpc }: SnippetSettings,
  globalPrivacyControl: boolean,
  decided: boolean | undefined,
): Consent {
  if ((honourGpc && globalPrivacyControl) || decided === false) return 'denied';
  return decided ? 'granted' : 'unknown';
}

/** Whether anything may be kept on the device. */
export function mayStore(consent: Consent, mode: SnippetSettings['consent']): boolean {
  return consent === 'granted' || (consent === 'unknown' && mode === 'off');
}
