import type { SnippetSettings } from '../contract/wire.ts';

/**
 * The site's settings: inlined by the worker in `/s/{siteKey}.js`. The immutable `/s/v{version}.js`
 * still holds the placeholder (a string) and reads them off its own tag, as in
 * `<script async src="https://…/s/v1.0.0.js" data-site="demo">`.
 */
export function readSettings(
  inlined: SnippetSettings | string,
  script: Element | null,
): SnippetSettings | undefined {
  if (typeof inlined !== 'string') return inlined;
  const { dataset, src } = (script ?? {}) as Partial<HTMLScriptElement>;
  if (!dataset?.site || !src) return undefined;
  return {
    site: dataset.site,
    api: new URL(src).origin,
    consent: dataset.consent === 'required' ? 'required' : 'off',
    honourGpc: true,
  };
}
