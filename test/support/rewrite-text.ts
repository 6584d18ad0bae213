import type { Finder } from '../../snippet/domain/find.ts';
import { rewriteTexts } from '../../snippet/domain/rewrite.ts';

/** One text with every target number replaced. */
export function rewriteText(text: string, find: Finder): string {
  return rewriteTexts([text], find)[0] as string;
}
