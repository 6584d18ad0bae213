import { build } from 'esbuild';
import type { Page } from 'playwright-core';

/** A TreeWalker and one regular expression over every text node, changing none: what any swap must do. */
export function msOfFloor(page: Page): Promise<number> {
  return page.evaluate(() => {
    const startedAt = performance.now();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const pattern = /(?:\+33|0033|0)[\s.-]*1(?:[\s.-]*\d){8}/;
    let found = 0;
    while (walker.nextNode()) if (pattern.test(walker.currentNode.nodeValue ?? '')) found++;
    return found > 0 ? performance.now() - startedAt : Number.NaN;
  });
}

/** The library that finds any number in a text, bundled for `msOfLibrary`. */
export async function bundleLibrary(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: "export { findPhoneNumbersInText } from 'libphonenumber-js'",
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    minify: true,
    format: 'iife',
    globalName: 'library',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

/** The same walk, with the library looking for numbers in every text. */
export async function msOfLibrary(page: Page, bundled: string): Promise<number> {
  await page.addScriptTag({ content: bundled });
  return page.evaluate(() => {
    const { library } = window as unknown as { library: typeof import('libphonenumber-js') };
    const startedAt = performance.now();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let found = 0;
    while (walker.nextNode()) {
      found += library.findPhoneNumbersInText(walker.currentNode.nodeValue ?? '', 'FR').length;
    }
    return found > 0 ? performance.now() - startedAt : Number.NaN;
  });
}
