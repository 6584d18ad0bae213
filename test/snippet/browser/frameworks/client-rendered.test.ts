import { beforeAll, describe, expect, it } from 'vitest';
import { openShop, SWAP_MS } from '../../../support/frameworks/open-shop.ts';
import { SHOPS, type Shop } from '../../../support/frameworks/shops.ts';
import { snippetWorld } from '../../../support/snippet-world.ts';
import { RECORDER, type ShopWindow } from './recorder.ts';

const world = snippetWorld();

/** Where the framework's own tools put the page: what tells a server's rendering must not wait for one here. */
describe.each([
  ['React, in #root', 'root'],
  ['Vue, in #app', 'app'],
  ['Svelte, in #svelte', 'svelte'],
] as const)('%s', (name, id) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await SHOPS[name]();
  });

  it('rendered by the browser alone is swapped in the frame in which it is rendered', async () => {
    world.server.assets['/client.js'] = shop.client;
    const tag = `<script async src="${world.server.settings.api}/s/demo.js"></script>`;
    const page = await world.open(`<p id="p">01 99 00 12 34</p><div id="${id}"></div>`, {
      tag: `${RECORDER}${tag}<script src="/client.js"></script>`,
    });
    await expect.poll(() => page.textContent('#p')).toBe('01 99 00 20 03');
    const painted = await page.evaluate(async (where) => {
      const container = document.getElementById(where) as Element;
      (window as unknown as ShopWindow).shop.render(container);
      do await new Promise(requestAnimationFrame);
      while (!container.firstElementChild);
      return container.textContent;
    }, id);
    expect(painted).toContain('Call 01 99 00 20 03 now');
    expect(painted).not.toContain('12 34');
    expect(world.errors).toEqual([]);
  });
});

it('what the browser alone has rendered is swapped as soon as the answer comes', async () => {
  const { client } = await SHOPS['React, in #root']();
  const shop: Shop = {
    client: `${client}; shop.hydrate = () => shop.render(document.getElementById('root'));`,
    page: (head, foot) => `<html><head>${head}</head><body><div id="root"></div>${foot}</body>`,
  };
  const { problems, swapDelay } = await openShop(world, shop, { answerAfter: 300 });
  expect(await swapDelay()).toBeLessThan(SWAP_MS);
  expect(await problems()).toEqual([]);
});
