import type { Browser, Page } from 'playwright-core';
import type { SnippetSettings } from '../../snippet/contract/wire.ts';
import type { SnippetFiles } from '../../worker/local/cli/build-snippet.ts';
import { frenchSwap, visitReply } from '../support/wire-makers.ts';
import { installMeter } from './script-meter.ts';

const PAGE = 'https://shop.test/';
const API = 'https://calls.test';
const SETTINGS: SnippetSettings = { site: 'shop', api: API, consent: 'off', honourGpc: true };
/** Isolated pages have a clock of 5 µs, others one of 100 µs. */
const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};
const ANYONE = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
};

export const NUMBER = '01 99 00 12 34';
export const SHOWN = frenchSwap().number.national;

/** The texts of a page, one in a hundred with a number, the last of them too. */
export function largeTexts(count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    index % 100 === 99 ? `Ring us on ${NUMBER} today.` : `Paragraph ${index} says nothing of note.`,
  );
}

/** Opens a page of so many paragraphs in a new browser context, cold, and has it measured. */
export async function withLargePage<T>(
  browser: Browser,
  count: number,
  measure: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.addInitScript(installMeter);
    const paragraphs = largeTexts(count).map((text) => `<p>${text}</p>`);
    await page.route(PAGE, (route) =>
      route.fulfill({
        contentType: 'text/html',
        headers: ISOLATED,
        body: `<!doctype html><title>Shop</title><main>${paragraphs.join('')}</main>`,
      }),
    );
    await page.goto(PAGE);
    return await measure(page);
  } finally {
    await context.close();
  }
}

/**
 * Runs the snippet on the page as on a returning page view: numbers from storage, no answer from the
 * worker. The second file comes once `second` has; both are timed by the page's meter.
 */
export async function runSnippet(
  page: Page,
  { core, more }: SnippetFiles,
  second: Promise<unknown> = Promise.resolve(),
): Promise<void> {
  await page.route(`${API}/**`, (route) => route.abort());
  const serve = (path: string, body: string) =>
    page.route(`${API}${path}`, (route) =>
      route.fulfill({ contentType: 'text/javascript', headers: ANYONE, body }),
    );
  await serve('/before', 'window.moreStartedAt = performance.now();');
  await serve('/more', more);
  // Modules are run in the order of their imports, so what lies between the first and this one is the second's.
  const timed = `import "${API}/before";import {extend as work} from "${API}/more";
    const ms=performance.now()-moreStartedAt;
    export const extend=core=>meter.run(()=>{work(core);meter.slices.push(ms)});`;
  await page.route(`${API}/s/*`, async (route) => {
    await second;
    await route.fulfill({ contentType: 'text/javascript', headers: ANYONE, body: timed });
  });
  const script = core.replace('"__RINGTRACE_SETTINGS__"', () => JSON.stringify(SETTINGS));
  const lease = JSON.stringify({ ...visitReply(), confirmedAt: Date.now() });
  await page.evaluate(
    ([code, stored]) => {
      localStorage.setItem('ringtrace_shop', stored);
      const tag = document.createElement('script');
      tag.textContent = code;
      // In a task of its own, as the parser would.
      return new Promise<void>((resolve) => {
        window.meter.schedule(() => {
          window.meter.run(() => document.head.append(tag));
          resolve();
        });
      });
    },
    [script, lease] as const,
  );
}
