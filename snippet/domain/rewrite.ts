import type { NumberForms, Swap } from '../contract/wire.ts';
import type { Finder } from './find.ts';
import { restyle } from './format.ts';

/** A link that dials: its scheme, the number, and what may follow (`;ext=5`, pauses, a query). */
const DIAL_LINK = /^(\s*(?:tel|callto):)([^;,?pw]*)/i;

/**
 * Neighbouring texts with every target number replaced by its tracking number; the same array if there is
 * none. A number may begin in one text and end in another: each keeps its share, the last takes the rest.
 */
export function rewriteTexts(
  texts: readonly string[],
  find: Finder,
  formsOf: (swap: Swap) => NumberForms = ({ number }) => number,
): readonly string[] {
  const whole = texts.join('');
  const found = find(whole);
  if (!found.length) return texts;
  let at = 0;
  return texts.map((text) => {
    const end = at + text.length;
    let result = '';
    for (const hit of found) {
      if (hit.end <= at || hit.start >= end) continue;
      const put = restyle(whole.slice(hit.start, hit.end), hit.variant, formsOf(hit.swap));
      result += whole.slice(at, hit.start);
      result += put.slice(Math.max(0, at - hit.start), hit.end > end ? end - hit.start : undefined);
      at = Math.min(hit.end, end);
    }
    result += whole.slice(at, end);
    at = end;
    return result;
  });
}

/** The same for the href of a link that dials; every other href is left as it is. */
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
