import type { Swap } from '../contract/wire.ts';
import type { Finder } from './find.ts';
import { restyle } from './format.ts';

/** A link that dials: its scheme, the number, and what may follow (`;ext=5`, pauses, a query). */
const DIAL_LINK = /^(\s*(?:tel|callto):)([^;,?pw]*)/i;

/** The text with every target number replaced by its tracking number; the same text if it has none. */
export function rewriteText(text: string, find: Finder, formsOf = numberOf): string {
  let result = '';
  let done = 0;
  for (const { start, end, variant, swap } of find(text)) {
    result += text.slice(done, start) + restyle(text.slice(start, end), variant, formsOf(swap));
    done = end;
  }
  return done ? result + text.slice(done) : text;
}

/** The same for the href of a `tel:` or `callto:` link; every other href is left as it is. */
export function rewriteLink(href: string, find: Finder): string {
  return href.replace(DIAL_LINK, (whole, scheme: string, encoded: string) => {
    const number = encoded.replace(/%20/g, ' ').replace(/%2b/i, '+');
    const rewritten = rewriteText(number, find, dialableOf);
    return rewritten === number ? whole : scheme + rewritten;
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

function numberOf({ number }: Swap) {
  return number;
}

/** In a link no reader sees the number: where the page's writing cannot be kept, E.164 always dials. */
function dialableOf({ number: { e164 } }: Swap) {
  return { e164, national: e164, international: e164 };
}
