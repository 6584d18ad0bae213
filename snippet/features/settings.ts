import type { SnippetSettings } from '../contract/wire.ts';

/**
 * The site's settings, read off the tag of the immutable `/s/v{version}.js`, as in
 * `<script async src="https://…/s/v1.0.0.js" data-site="demo">`; undefined where it names no site.
 */
export function readSettings(script: Element | null): SnippetSettings | undefined {
  const { dataset, src } = (script ?? {}) as Partial<HTMLScriptElement>;
  if (!dataset?.site || !src) return undefined;
  const { site, consent, title, within, forms, health } = dataset;
  return {
    site,
    api: new URL(src).origin,
    consent: consent === 'required' || consent === 'tcf' || consent === 'google' ? consent : 'off',
    honourGpc: true,
    title: title === 'true',
    ...(within && { within }),
    ...(forms && { forms: forms.split(/[\s,]+/) }),
    health: Number(health ?? 0),
  };
}
