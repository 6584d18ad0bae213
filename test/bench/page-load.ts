import type { Browser, BrowserContext } from 'playwright-core';
import type { SnippetFiles } from '../../worker/local/cli/build-snippet.ts';
import { startFixtureServer } from '../support/fixture-server.ts';
import { largeTexts, NUMBER, SHOWN } from './large-page.ts';
import { median, type Row, row } from './row.ts';

const PAGES = 10;

type Load = { swapped: number; painted: number };

/** From navigation to the swapped number, beside the first paint of any content, against a server at hand. */
export async function pageLoadRows(browser: Browser, files: SnippetFiles): Promise<Row[]> {
  const server = await startFixtureServer(files);
  const loads: Record<string, Load[]> = {
    'first view, async tag': [],
    'returning view, async tag': [],
    'returning view, sync tag': [],
  };
  const page = (path: string, attribute: string) => {
    const tag = `<script ${attribute} src="${server.settings.api}/s/demo.js"></script>`;
    const body = largeTexts(100).join('</p><p>');
    server.pages[path] =
      `<!doctype html><title>Shop</title>${tag}<body><p>${NUMBER}</p><p>${body}</p>`;
    return `${server.origin}${path}`;
  };
  const byAsync = page('/async', 'async');
  const bySync = page('/sync', '');
  try {
    for (let time = 0; time < PAGES; time++) {
      const context = await browser.newContext();
      loads['first view, async tag']?.push(await load(context, byAsync));
      loads['returning view, async tag']?.push(await load(context, byAsync));
      loads['returning view, sync tag']?.push(await load(context, bySync));
      await context.close();
    }
  } finally {
    await server.close();
  }
  return Object.entries(loads).map(([name, measured]) =>
    row(
      'snippet',
      `${name}, navigation to number`,
      median(measured.map(({ swapped }) => swapped)),
      'ms',
      median(measured.map(({ painted }) => painted)),
    ),
  );
}

async function load(context: BrowserContext, url: string): Promise<Load> {
  const page = await context.newPage();
  await page.addInitScript((shown) => {
    const observer = new MutationObserver(() => {
      if (!document.querySelector('p')?.textContent?.includes(shown)) return;
      performance.mark('swapped');
      observer.disconnect();
    });
    observer.observe(document, { subtree: true, childList: true, characterData: true });
  }, SHOWN);
  await page.goto(url);
  const times = await page.waitForFunction(() => {
    const swapped = performance.getEntriesByName('swapped')[0]?.startTime;
    const painted = performance.getEntriesByName('first-contentful-paint')[0]?.startTime;
    return swapped !== undefined && painted !== undefined && { swapped, painted };
  });
  const measured = (await times.jsonValue()) as Load;
  await page.close();
  return measured;
}
