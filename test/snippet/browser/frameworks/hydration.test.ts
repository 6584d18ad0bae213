import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openShop, SWAP_MS } from '../../../support/frameworks/open-shop.ts';
import { SHOPS, type Shop } from '../../../support/frameworks/shops.ts';
import { snippetWorld } from '../../../support/snippet-world.ts';

const world = snippetWorld();

describe.each(Object.entries(SHOPS))('%s', (_name, make) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await make();
  });

  it('hydrates with the number known before anything was parsed', async ({ annotate }) => {
    const first = await world.open('<p id="p">01 99 00 12 34</p>');
    await expect.poll(() => first.textContent('#p')).toBe('01 99 00 20 03');
    const { problems, swapDelay } = await openShop(world, shop, { blocking: true });
    const delay = await swapDelay();
    await annotate(`swapped ${Math.round(delay)} ms after hydration`);
    expect(await problems()).toEqual([]);
    expect(delay).toBeLessThan(SWAP_MS);
  });

  it('hydrates before the answer, and renders its changes of state with the number swapped in the same frame', async ({
    annotate,
  }) => {
    const { page, problems, swapDelay } = await openShop(world, shop, { answerAfter: 400 });
    const delay = await swapDelay();
    await annotate(`swapped ${Math.round(delay)} ms after the answer`);
    expect(await change(page)).toEqual({
      replaced: [],
      splitKept: true,
      state: 'Abroad: +33 1 99 00 20 03',
      split: 'Call 01 99 00 20 03 today, 1 did',
      list: '01 99 00 20 03',
      button: 'Clicked 1 times',
    });
    expect(await change(page)).toEqual({
      replaced: [],
      splitKept: true,
      state: 'At home: 01 99 00 20 03',
      split: 'Call 01 99 00 20 03 today, 2 did',
      list: '01 99 00 20 03\n01 99 00 20 03',
      button: 'Clicked 2 times',
    });
    expect(await problems()).toEqual([]);
    expect(delay).toBeLessThan(SWAP_MS);
  });
});

/** Clicks, and reads the page as it is about to be painted. */
function change(page: Page) {
  return page.evaluate(async () => {
    const kept = ['plain', 'split', 'link', 'state', 'boundary'].map((id) => {
      const element = document.getElementById(id) as HTMLElement;
      return { id, element, texts: [...element.childNodes] };
    });
    document.getElementById('change')?.click();
    await new Promise(requestAnimationFrame);
    return {
      replaced: kept
        .filter(({ id, element }) => document.getElementById(id) !== element)
        .map(({ id }) => id),
      // A text alone in its element is set as a whole by some; among others it is edited in place.
      splitKept: kept[1]?.texts.every((node) => node.isConnected),
      state: kept[3]?.element.textContent,
      split: kept[1]?.element.textContent?.replace(/\s+/g, ' '),
      list: document.getElementById('list')?.innerText,
      button: document.getElementById('change')?.textContent,
    };
  });
}
