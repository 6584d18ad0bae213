import { createHash } from 'node:crypto';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { snippetWorld } from '../../support/snippet-world.ts';
import { frenchSwap, swapOf, TARGET, visitReply } from '../../support/wire-makers.ts';

const world = snippetWorld();
const OWN = '01 99 00 12 34';
const SWAPPED = '01 99 00 20 03';
const BODY = `<p id="p">${OWN}</p><a id="a" href="tel:+33199001234">call</a>`;
/** Content that a script of the page adds on a click: it must work whatever becomes of the tag. */
const PAGE = `${BODY}<button id="b">more</button><p id="n"></p>
  <script>b.onclick = () => { n.textContent = 'clicked' }</script>`;

const api = () => world.server.settings.api;
const text = (page: Page, selector = '#p') => page.textContent(selector);

/** All but the browser's own reports of what failed to load. */
const ourErrors = () => world.errors.filter((error) => !error.startsWith('Failed to '));

async function expectUntouched(page: Page) {
  await page.click('#b');
  await page.waitForTimeout(300);
  expect({
    text: await text(page),
    link: await page.getAttribute('#a', 'href'),
    clicked: await text(page, '#n'),
    errors: ourErrors(),
  }).toEqual({ text: OWN, link: 'tel:+33199001234', clicked: 'clicked', errors: [] });
}

describe('the page works as if the tag were not there', () => {
  it.each([
    ['hangs', 'hang' as const],
    ['answers 500', 500],
    ['breaks the connection', 'break' as const],
  ])('while the endpoint of visits %s', async (_, answer) => {
    world.server.onVisit = () => answer;
    const page = await world.open(PAGE);
    await expect.poll(() => world.server.visits.length).toBeGreaterThan(0);
    await expectUntouched(page);
  });

  it.each(['/s/demo.js', '/s/v0.0.0.js'])('when %s is blocked', async (path) => {
    await world.context.route(`**${path}`, (route) => route.abort('blockedbyclient'));
    const tag = `<script async src="${api()}${path}" data-site="demo"></script>`;
    await expectUntouched(await world.open(PAGE, { tag }));
    expect(world.server.log).toEqual([]);
  });

  it('when the file is not the one that its integrity names', async () => {
    await expectUntouched(await world.open(PAGE, { tag: pinnedTag('something else') }));
    expect(world.server.log).toEqual([]);
  }, 10_000);

  it('when a policy of the page forbids to ask', async () => {
    const path = '/strict';
    world.server.headers[path] = { 'content-security-policy': "connect-src 'self'" };
    const page = await world.open(PAGE, { path });
    await page.click('#b');
    await page.waitForTimeout(1_500);
    expect([await text(page), await text(page, '#n')]).toEqual([OWN, 'clicked']);
    expect(world.errors.filter((error) => error.startsWith('Uncaught'))).toEqual([]);
  });
});

describe('without the second file', () => {
  it('swaps all the same, and gives the number back when it runs out', async () => {
    world.server.moreStatus = 404;
    world.server.onVisit = () => visitReply({ swaps: [frenchSwap({ validFor: 3 })] });
    const page = await world.open(PAGE);
    await expect.poll(() => text(page)).toBe(SWAPPED);
    await expect.poll(() => text(page), { timeout: 6_000 }).toBe(OWN);
    await expectUntouched(page);
    expect(world.server.visits).toHaveLength(1);
  });
});

/** The tag of the pinned file, with the hash of this code. */
function pinnedTag(code: string) {
  const hash = createHash('sha384').update(code).digest('base64');
  return `<script async crossorigin="anonymous" integrity="sha384-${hash}" data-site="demo"
    src="${api()}/s/v0.0.0.js"></script>`;
}

it('works where its hash is pinned', async () => {
  const page = await world.open(PAGE, { tag: pinnedTag(world.server.snippet.whole) });
  await expect.poll(() => text(page)).toBe(SWAPPED);
  expect(world.errors).toEqual([]);
});

describe('under a Content Security Policy', () => {
  it.each([
    ['that admits scripts by nonce', "script-src 'nonce-abc'"],
    ['that trusts what trusted scripts load', "script-src 'nonce-abc' 'strict-dynamic'"],
    ['that requires Trusted Types', "script-src 'nonce-abc'; require-trusted-types-for 'script'"],
    [
      'that admits no Trusted Types policy',
      "script-src 'nonce-abc'; require-trusted-types-for 'script'; trusted-types 'none'",
    ],
  ])('%s, both files and the pinned one work', async (_, policy) => {
    for (const file of ['demo', 'v0.0.0']) {
      const path = `/${file}`;
      world.server.headers[path] = {
        'content-security-policy': `default-src 'none'; connect-src ${api()}; ${policy}`,
      };
      const tag = `<script async nonce="abc" src="${api()}/s/${file}.js" data-site="demo"></script>`;
      // Only the second file finds a number in parts.
      const page = await world.open(`${BODY}<p id="parts"><b>01</b> 99 00 12 34</p>`, {
        path,
        tag,
      });
      await expect.poll(() => text(page)).toBe(SWAPPED);
      await expect.poll(() => text(page, '#parts')).toBe(SWAPPED);
    }
    expect(world.errors).toEqual([]);
  });
});

it('keeps to the newest answer where the second file does not come', async () => {
  const page = await world.open(PAGE);
  await expect.poll(() => text(page)).toBe(SWAPPED);
  world.server.moreStatus = 404;
  world.server.onVisit = () =>
    visitReply({ swaps: [swapOf(TARGET, '+33199002007', '0')], session: 'another.signed' });
  // Not even out of the browser's cache.
  await page.route('**/*-more.js*', (route) => route.fulfill({ status: 404 }));
  await world.open(PAGE, { page, path: '/next' });
  await expect.poll(() => text(page)).toBe('01 99 00 20 07');
  // Longer than the pause between two looks at the clock.
  for (let look = 0; look < 12; look++) {
    await page.waitForTimeout(150);
    expect(await text(page)).toBe('01 99 00 20 07');
  }
});

describe('a tag that comes late', () => {
  const added = (count: number) => `<script>
    for (let left = ${count}; left; left--) setTimeout(() => {
      const tag = document.createElement('script');
      tag.async = true;
      tag.src = '${api()}/s/demo.js';
      document.head.append(tag);
    }, 100 * left);</script>`;

  it.each([
    ['added by a script', () => added(1)],
    ['added by a script twice', () => added(2)],
    [
      'written into the page',
      () => `<script>document.write('<script src="${api()}/s/demo.js"><\\/script>')</script>`,
    ],
    [
      'written into the page twice',
      () =>
        `<script>for (const _ of 'ab') document.write('<script src="${api()}/s/demo.js"><\\/script>')</script>`,
    ],
  ])('works once, %s', async (_, tag) => {
    const page = await world.open(PAGE, { tag: tag() });
    await expect.poll(() => text(page)).toBe(SWAPPED);
    await page.waitForTimeout(300);
    // A page of the test before may still be heard of.
    expect(world.server.visits.filter(({ page }) => page.url.endsWith('/'))).toHaveLength(1);
    expect(world.errors).toEqual([]);
  });
});
