import { describe, expect, it } from 'vitest';
import { openShop, SWAP_MS } from '../../../support/frameworks/open-shop.ts';
import { SHOPS } from '../../../support/frameworks/shops.ts';
import { snippetWorld } from '../../../support/snippet-world.ts';

const world = snippetWorld();

/** The later one comes when the shops have hydrated. */
const ANSWERS = [0, 1_900];

describe.each(['React', 'Vue', 'Svelte'])('%s', (framework) => {
  it('hydrates 1.5 s late, after the answer and before it', async ({ annotate }) => {
    const shops = Object.entries(SHOPS).filter(([name]) => name.startsWith(framework));
    // They wait at the same time, each with a visitor of its own.
    const opened = [];
    for (const [name, make] of shops) {
      const shop = await make();
      for (const answerAfter of ANSWERS) {
        const context = await world.anotherContext();
        const open = await openShop(world, shop, { hydrateAfter: 1_500, answerAfter, context });
        opened.push({ name: `${name}, answered after ${answerAfter} ms`, open });
      }
    }
    const results = [];
    for (const { name, open } of opened) {
      const delay = await open.swapDelay();
      await annotate(`${name}: swapped ${Math.round(delay)} ms after both`);
      results.push({ name, delay, problems: await open.problems() });
    }
    for (const { name, delay, problems } of results) {
      expect.soft(problems, name).toEqual([]);
      expect.soft(delay, name).toBeLessThan(SWAP_MS);
    }
  });
});
