import type { SnippetSettings } from '../contract/wire.ts';
import { version } from './package.json';

export type LoadOptions = {
  /** The site key. */
  readonly site: string;
  /** Origin of your Worker, such as `https://calls.example.com`. */
  readonly api: string;
  /** For a content security policy that allows scripts by nonce. */
  readonly nonce?: string;
  /**
   * `sha384-…` of the core of this package's version. The core alone is loaded then, because a file with
   * the site's settings in it changes with them; your Worker must be of the same version.
   */
  readonly integrity?: string;
  /** Who is asked for consent; only with `integrity`, else the site's own setting holds. */
  readonly consent?: SnippetSettings['consent'];
};

const MARK = 'data-ringtrace-loader';

/**
 * Adds the tag to the page, once for a site however often it is called. On a server, or where the
 * document has no head yet, nothing happens.
 */
export function loadRingtrace({ site, api, nonce, integrity, consent }: LoadOptions): void {
  if (typeof document === 'undefined' || !document.head) return;
  const isThere = (tag: Element) => tag.getAttribute(MARK) === site;
  if (Array.from(document.querySelectorAll(`script[${MARK}]`)).some(isThere)) return;

  const tag = document.createElement('script');
  tag.async = true;
  tag.setAttribute(MARK, site);
  if (nonce) tag.nonce = nonce;
  if (integrity) {
    tag.crossOrigin = 'anonymous';
    tag.integrity = integrity;
    tag.dataset.site = site;
    if (consent) tag.dataset.consent = consent;
  }
  const file = integrity ? `v${version}` : encodeURIComponent(site);
  tag.src = `${api.replace(/\/+$/, '')}/s/${file}.js`;
  document.head.append(tag);
}
