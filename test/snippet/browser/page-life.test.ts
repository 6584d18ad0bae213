import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { snippetWorld } from '../../support/snippet-world.ts';
import { visitReply } from '../../support/wire-makers.ts';

declare global {
  interface Window {
    /** What stood in the page in each frame, right before it was painted. */
    painted: (string | undefined)[];
    shift: number;
  }
}

const world = snippetWorld();
const SWAPPED = '01 99 00 20 03';
const BODY = '<p id="p">01 99 00 12 34</p>';
const VISIT = 'POST /v1/visits text/plain;charset=UTF-8';
const text = (page: Page, selector = '#p') => page.textContent(selector);
const syncTag = () => `<script src="${world.server.settings.api}/s/demo.js"></script>`;
const visitRequests = () => world.server.log.filter((line) => line.includes('/v1/visits'));

/** Notes what each frame shows from the beginning of the page on. */
const recordPainted = (page: Page) =>
  page.addInitScript(() => {
    window.painted = [];
    const look = () => {
      window.painted.push(document.querySelector('#p')?.textContent ?? undefined);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
/** Waits till two more frames are painted, and tells all that any frame has shown of the number. */
const painted = (page: Page) =>
  page.evaluate(async () => {
    for (const _ of 'ab') await new Promise(requestAnimationFrame);
    return [...new Set(window.painted.filter((shown) => shown))];
  });

it('shows a returning visitor no other number, not even in the first frame', async () => {
  const page = await world.open(BODY, { tag: syncTag() });
  await expect.poll(() => text(page)).toBe(SWAPPED);
  world.server.onVisit = () => 'hang';
  await recordPainted(page);
  const around = '<p>Some text</p>'.repeat(10);
  await world.open(around + BODY + around, { tag: syncTag(), page, path: '/next' });
  expect(await painted(page)).toEqual([SWAPPED]);
});

it('moves nothing on the page where the new number is as wide as the old', async () => {
  const page = await world.context.newPage();
  await page.addInitScript(() => {
    window.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        window.shift += (entry as unknown as { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  world.server.onVisit = async () => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    return visitReply();
  };
  const style = '<style>p { font: 16px monospace; font-variant-numeric: tabular-nums }</style>';
  const paragraph = `<p>Call 01 99 00 12 34 or <a href="tel:+33199001234">0199001234</a>, any day.</p>`;
  await world.open(`${style}${BODY}${paragraph.repeat(20)}`, { page });
  await expect.poll(() => text(page)).toBe(SWAPPED);
  await page.waitForTimeout(200);
  expect(await page.evaluate('shift')).toBe(0);
  // The measure is no good if it sees no shift at all.
  await page.evaluate(
    `p.before(Object.assign(document.createElement('h1'), { textContent: 'New' }))`,
  );
  await expect.poll(() => page.evaluate('shift')).toBeGreaterThan(0);
});

it('swaps what a navigation by the History API puts there in the same frame, and asks no more', async () => {
  const page = await world.context.newPage();
  await recordPainted(page);
  await world.open(`<main>${BODY}</main>`, { page });
  await expect.poll(() => text(page)).toBe(SWAPPED);
  await page.evaluate(async () => {
    window.painted = [];
    for (const place of ['/one', '/two', '/three']) {
      history.pushState({}, '', place);
      (document.querySelector('main') as HTMLElement).innerHTML = `<p id="p">01 99 00 12 34</p>`;
      await new Promise(requestAnimationFrame);
    }
    history.back();
  });
  expect(await painted(page)).toEqual([SWAPPED]);
  await page.waitForTimeout(300);
  expect(visitRequests()).toEqual([VISIT]);
  expect(world.server.log.filter((line) => line.startsWith('OPTIONS'))).toEqual([]);
});

it('sends one visit for each page view, and never a preflight', async () => {
  const page = await world.context.newPage();
  for (const [index, path] of ['/one', '/two', '/three'].entries()) {
    await world.open(BODY, { page, path });
    await expect.poll(() => text(page)).toBe(SWAPPED);
    await expect.poll(() => page.evaluate('typeof ringtrace')).toBe('function');
    await expect.poll(() => visitRequests().length).toBe(index + 1);
  }
  expect(visitRequests()).toEqual([VISIT, VISIT, VISIT]);
  expect(world.server.log.filter((line) => line.startsWith('OPTIONS'))).toEqual([]);
});

it('shows the number on the way back to a page, and breaks nothing there', async () => {
  const page = await world.open(BODY, { path: '/one' });
  await expect.poll(() => text(page)).toBe(SWAPPED);
  await world.open(BODY, { page, path: '/two' });
  await expect.poll(() => text(page)).toBe(SWAPPED);
  await page.goBack();
  await expect.poll(() => text(page)).toBe(SWAPPED);
  expect(world.errors).toEqual([]);
});

it('keeps the number and asks nothing when the page comes back from the cache of the browser', async () => {
  // Chromium without a window keeps no page for the way back: the events are those of one that does.
  const page = await world.open(BODY);
  await expect.poll(() => text(page)).toBe(SWAPPED);
  await page.waitForFunction('window.ringtrace');
  await page.evaluate(() => {
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  });
  await page.waitForTimeout(300);
  expect([await text(page), visitRequests(), world.errors]).toEqual([SWAPPED, [VISIT], []]);
});

it('keeps no page from the cache of the browser by a listener to its unloading', async () => {
  await world.context.addInitScript(() => {
    const listen = EventTarget.prototype.addEventListener;
    EventTarget.prototype.addEventListener = function (...args: Parameters<typeof listen>) {
      if (/unload/.test(args[0])) document.documentElement.dataset.listens = args[0];
      listen.apply(this, args);
    };
  });
  const page = await world.open(BODY);
  await page.waitForFunction('window.ringtrace');
  expect(await page.getAttribute('html', 'data-listens')).toBeNull();
});

it.each(['demo', 'v0.0.0'])(
  'asks nothing by %s.js while prerendering, and once when opened',
  async (file) => {
    const page = await world.context.newPage();
    await page.addInitScript(() => {
      let prerendering = true;
      Object.defineProperties(document, {
        prerendering: { get: () => prerendering },
        visibilityState: { get: () => (prerendering ? 'hidden' : 'visible') },
      });
      addEventListener('test:open', () => {
        prerendering = false;
        document.dispatchEvent(new Event('prerenderingchange'));
        document.dispatchEvent(new Event('visibilitychange'));
      });
    });
    const tag = `<script async src="${world.server.settings.api}/s/${file}.js" data-site="demo"></script>`;
    await world.open(BODY, { page, tag });
    await page.waitForFunction('window.ringtrace');
    await page.waitForTimeout(500);
    expect(world.server.log).toEqual([]);
    await page.evaluate(`dispatchEvent(new Event('test:open'))`);
    await expect.poll(() => text(page)).toBe(SWAPPED);
    await page.waitForTimeout(200);
    expect(world.server.log).toEqual([VISIT]);
    expect(world.errors).toEqual([]);
  },
);
