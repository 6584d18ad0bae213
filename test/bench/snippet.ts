import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { buildSnippet } from '../../worker/local/cli/build-snippet.ts';
import { launchChromium } from '../support/chromium.ts';
import { median, type Row, row } from './row.ts';

const BUDGET_BYTES = 4_000;
const TEXT_NODES = 10_000;
const PAGES = 10;

/** Bytes of the full build, and the first swap of a large page, cold, beside its floor. */
export async function benchSnippet(): Promise<Row[]> {
  const code = await buildSnippet();
  const browser = await launchChromium();
  try {
    const swap: number[] = [];
    const floor: number[] = [];
    const longest: number[] = [];
    for (let page = 0; page < PAGES; page++) {
      floor.push(await timeFloor(browser));
      const measured = await timeSwap(browser, code);
      swap.push(measured.total);
      longest.push(measured.longest);
    }
    return [
      row('snippet', 'brotli', brotliCompressSync(code).byteLength, 'bytes', BUDGET_BYTES),
      row('snippet', 'gzip', gzipSync(code).byteLength, 'bytes'),
      row('snippet', `first swap, ${TEXT_NODES} text nodes`, median(swap), 'ms', median(floor)),
      row('snippet', 'longest slice of it', median(longest), 'ms', 5),
    ];
  } finally {
    await browser.close();
  }
}

/** A page of many paragraphs, one in a hundred with a number; a new browser context each time: cold. */
async function largePage(browser: Browser) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const paragraphs = Array.from({ length: TEXT_NODES }, (_, index) =>
    index % 100 === 0
      ? '<p>Ring us on 01 99 00 12 34 today.</p>'
      : `<p>Paragraph ${index} says nothing of note.</p>`,
  );
  await page.route('http://shop.test/', (route) =>
    route.fulfill({ contentType: 'text/html', body: `<main>${paragraphs.join('')}</main>` }),
  );
  await page.goto('http://shop.test/');
  return { page, close: () => context.close() };
}

/** A TreeWalker and one regular expression over every text node, changing none: what any swap must do. */
async function timeFloor(browser: Browser): Promise<number> {
  const { page, close } = await largePage(browser);
  const ms = await page.evaluate(() => {
    const startedAt = performance.now();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const pattern = /(?:\+33|0033|0)[\s.-]*1(?:[\s.-]*\d){8}/;
    let found = 0;
    while (walker.nextNode()) if (pattern.test(walker.currentNode.nodeValue ?? '')) found++;
    return found > 0 ? performance.now() - startedAt : Number.NaN;
  });
  await close();
  return ms;
}

/** The snippet as it runs on a returning page view: numbers from storage, swapped before any request. */
async function timeSwap(browser: Browser, code: string) {
  const { page, close } = await largePage(browser);
  await page.route('http://calls.test/**', (route) => route.abort());
  const settings = { site: 'shop', api: 'http://calls.test', consent: 'off', honourGpc: true };
  const script = code.replace('"__RINGTRACE_SETTINGS__"', () => JSON.stringify(settings));
  const measured = await page.evaluate(async (snippet) => {
    localStorage.setItem(
      'ringtrace_shop',
      JSON.stringify({
        v: 1,
        visitor: 'v',
        session: 's',
        renewAfter: 120,
        renewed: null,
        confirmedAt: Date.now(),
        swaps: [
          {
            target: '+33199001234',
            kind: 'pool',
            grade: 'own',
            validFor: 300,
            number: {
              e164: '+33199002000',
              national: '01 99 00 20 00',
              international: '+33 1 99 00 20 00',
            },
            variants: [
              ['0033199001234', '0033199002000'],
              ['330199001234', '330199002000'],
              ['33199001234', '33199002000'],
              ['0199001234', '0199002000'],
            ],
          },
        ],
      }),
    );
    // The snippet works in slices that timers start; each is timed where the timer calls it.
    const slices: number[] = [];
    const timed = (work: () => void) => {
      const startedAt = performance.now();
      work();
      slices.push(performance.now() - startedAt);
    };
    const schedule = window.setTimeout;
    Object.assign(window, {
      setTimeout: (work: () => void, ms: number) => schedule(() => timed(work), ms),
    });
    const tag = document.createElement('script');
    tag.textContent = snippet;
    timed(() => document.head.append(tag));
    const last = [...document.querySelectorAll('p')]
      .filter((p) => p.textContent?.includes('Ring'))
      .at(-1);
    while (!last?.textContent?.includes('01 99 00 20 00')) {
      await new Promise((resolve) => schedule(resolve, 5));
    }
    const work = slices.filter((ms) => ms > 0);
    return { total: work.reduce((sum, ms) => sum + ms, 0), longest: Math.max(...work) };
  }, script);
  await close();
  return measured;
}
