import type { Browser, Page } from 'playwright-core';
import type { SnippetFiles } from '../../worker/local/cli/build-snippet.ts';
import { runSnippet, SHOWN, withLargePage } from './large-page.ts';
import { median, type Row, row } from './row.ts';
import { bundleLibrary, msOfFloor, msOfLibrary } from './swap-floor.ts';

const SIZES = [100, 1_000, 10_000, 100_000];
const SLICE_CEILING_MS = 5;

type Swapping = { first: number; second: number; longestFirst: number; longestSecond: number };

/**
 * Script time until the last number of a page is swapped, from storage, and of the second file's look at
 * the page after it; beside the floor, and the library that would find any number.
 */
export async function firstSwapRows(browser: Browser, files: SnippetFiles): Promise<Row[]> {
  const library = await bundleLibrary();
  const rows: Row[] = [];
  for (const size of SIZES) {
    const times = size < 100_000 ? 10 : 5;
    const floors: number[] = [];
    const theirs: number[] = [];
    const swaps: Swapping[] = [];
    // By turns, so that a busy moment of the machine falls on all of them.
    while (swaps.length < times) {
      floors.push(await withLargePage(browser, size, msOfFloor));
      theirs.push(await withLargePage(browser, size, (page) => msOfLibrary(page, library)));
      swaps.push(await withLargePage(browser, size, (page) => swap(page, files)));
    }
    const floor = median(floors);
    const add = (name: string, pick: (one: Swapping) => number, ceiling: number) =>
      rows.push(row('snippet', `${name}, ${texts(size)}`, median(swaps.map(pick)), 'ms', ceiling));
    add('first swap', ({ first }) => first, floor);
    add('second file', ({ second }) => second, floor);
    rows.push(row('snippet', `libphonenumber, ${texts(size)}`, median(theirs), 'ms', floor));
    add('longest slice, core', ({ longestFirst }) => longestFirst, SLICE_CEILING_MS);
    add('longest slice, more', ({ longestSecond }) => longestSecond, SLICE_CEILING_MS);
  }
  return rows;
}

function texts(size: number): string {
  return `${size.toLocaleString('en')} texts`;
}

async function swap(page: Page, files: SnippetFiles): Promise<Swapping> {
  let letSecond = () => {};
  const second = new Promise<void>((resolve) => {
    letSecond = resolve;
  });
  await runSnippet(page, files, second);
  const first = await page.evaluate((shown) => {
    const last = document.querySelector('p:last-of-type');
    return new Promise<number[]>((resolve) => {
      const look = () => {
        if (last?.textContent?.includes(shown)) resolve([...window.meter.slices]);
        else window.meter.schedule(look, 1);
      };
      look();
    });
  }, SHOWN);
  letSecond();
  const all = await page.evaluate((before) => {
    const { slices, schedule } = window.meter;
    // Both files are done when nothing has run for a while; what they do by the second is left out.
    return new Promise<number[]>((resolve) => {
      const look = (seen: number) => {
        if (seen > before && seen === slices.length) resolve([...slices]);
        else schedule(() => look(slices.length), 100);
      };
      schedule(() => look(before), 50);
    });
  }, first.length);
  const rest = all.slice(first.length);
  return {
    first: sum(first),
    second: sum(rest),
    longestFirst: Math.max(...first),
    longestSecond: Math.max(...rest),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
