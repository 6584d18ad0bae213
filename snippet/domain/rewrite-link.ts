import type { NumberForms, Swap } from '../contract/wire.ts';
import type { Finder } from './find.ts';
import { rewriteTexts } from './rewrite.ts';

/** A link that dials: its scheme, the number, and what may follow (`;ext=5`, pauses, a query). */
const DIAL_LINK = /^(\s*(?:tel|callto):)([^;,?pw]*)/i;

/** The href of a link that dials with its number replaced; every other href is left as it is. */
export function rewriteLink(href: string, find: Finder, link = DIAL_LINK): string {
  return href.replace(link, (whole, lead: string, encoded: string) => {
    const texts = [encoded.replace(/%20/g, ' ').replace(/%2b/i, '+')];
    const rewritten = rewriteTexts(texts, find, dialableOf);
    return rewritten === texts ? whole : lead + rewritten[0];
  });
}

/** The tracking number that a link dials, in E.164; undefined for any other link. */
export function trackingNumberIn(href: string, swaps: readonly Swap[]): string | undefined {
  const dialled = DIAL_LINK.exec(href)?.[2]?.replace(/%20|\D/g, '');
  const swap = swaps.find(({ variants }) =>
    variants.some(([, put]) => put.replace('+', '') === dialled),
  );
  return swap?.number.e164;
}

/** In a link no reader sees the number: where the page's writing cannot be kept, E.164 always dials. */
function dialableOf({ number: { e164 } }: Swap): NumberForms {
  return { e164, national: e164, international: e164 };
}
