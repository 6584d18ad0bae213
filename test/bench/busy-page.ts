import type { Browser } from 'playwright-core';
import type { SnippetFiles } from '../../worker/local/cli/build-snippet.ts';
import { NUMBER, runSnippet, SHOWN, withLargePage } from './large-page.ts';
import { median, type Row, row } from './row.ts';

const PAGES = 5;
const TEXTS = 1_000;
const MUTATIONS_PER_S = 1_000;
const MS = 5_000;
const CEILING_PERCENT = 2;

/** The share of the main thread that the snippet takes on a page that goes on changing a thousand times a second. */
export async function busyPageRows(browser: Browser, files: SnippetFiles): Promise<Row[]> {
  const shares: number[] = [];
  const longest: number[] = [];
  while (shares.length < PAGES) {
    const slices = await withLargePage(browser, TEXTS, async (page) => {
      await runSnippet(page, files);
      await page.waitForTimeout(500);
      return page.evaluate(mutate, {
        number: NUMBER,
        shown: SHOWN,
        perMs: MUTATIONS_PER_S / 1_000,
        ms: MS,
      });
    });
    shares.push((100 * slices.reduce((total, ms) => total + ms, 0)) / MS);
    longest.push(Math.max(...slices));
  }
  const name = `${MUTATIONS_PER_S.toLocaleString('en')} mutations a second`;
  return [
    row('snippet', name, median(shares), '%', CEILING_PERCENT),
    row('snippet', `${name}, longest slice`, median(longest), 'ms', 5),
  ];
}

type Mutations = { number: string; shown: string; perMs: number; ms: number };

/** Sets a text or adds a paragraph, by turns; one in ten writes the number. Runs on the page. */
async function mutate({ number, shown, perMs, ms }: Mutations): Promise<number[]> {
  const { slices, schedule } = window.meter;
  const main = document.querySelector('main');
  const paragraphs = document.querySelectorAll('p');
  slices.length = 0;
  // Observers add to the slice before them; here each has one of its own.
  slices.push(0);
  const startedAt = performance.now();
  let done = 0;
  const text = () => (done % 10 < 2 ? `Ring us on ${number} now.` : `News ${done} of the day.`);
  await new Promise<void>((resolve) => {
    const step = () => {
      const elapsed = Math.min(ms, performance.now() - startedAt);
      for (; done < elapsed * perMs; done++) {
        const words = text();
        const edited = paragraphs[(done * 7) % paragraphs.length]?.firstChild;
        if (done % 2 && edited) edited.nodeValue = words;
        else main?.append(Object.assign(document.createElement('p'), { textContent: words }));
      }
      slices.push(0);
      if (elapsed < ms) schedule(step, 4);
      else schedule(resolve, 50);
    };
    step();
  });
  // A page whose numbers were not swapped would have cost nothing.
  const swapped = [...document.querySelectorAll('p')].slice(paragraphs.length);
  if (!swapped.some((p) => p.textContent?.includes(shown))) throw new Error('nothing was swapped');
  return slices;
}
