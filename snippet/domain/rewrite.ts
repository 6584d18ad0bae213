import type { NumberForms, Swap } from '../contract/wire.ts';
import type { Finder } from './find.ts';
import { restyle } from './format.ts';

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
