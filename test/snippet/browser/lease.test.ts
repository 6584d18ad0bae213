import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { VisitReply } from '../../../snippet/contract/wire.ts';
import { snippetWorld } from '../../support/snippet-world.ts';
import { frenchSwap, TRACKING, visitReply } from '../../support/wire-makers.ts';

const world = snippetWorld();
const HTML = `<p id="p">Call 01 99 00 12 34 or <a id="a" href="tel:+33199001234">01.99.00.12.34</a></p>`;
const SWAPPED = 'Call 01 99 00 20 03 or 01.99.00.20.03';
const MINUTE = 60_000;

/** A page with its number swapped, under a clock that the test moves. */
async function openSwapped(
  validFor: number,
  renewAfter: number,
  change: Partial<VisitReply> = {},
): Promise<Page> {
  const swaps = [frenchSwap({ validFor })];
  world.server.onVisit = () => visitReply({ renewAfter, swaps, ...change });
  const page = await world.context.newPage();
  await page.clock.install();
  await world.open(HTML, { page });
  await expect.poll(() => page.textContent('#p')).toBe(SWAPPED);
  return page;
}

const eventTypes = () =>
  world.server.events.flatMap(({ events }) => events.map(({ type }) => type));

it('gives the page back exactly when the validity runs out and no answer comes', async () => {
  const page = await openSwapped(120, 0);
  world.server.onVisit = () => 'hang';
  await page.clock.fastForward(121_000);
  await expect.poll(() => world.server.visits.length).toBe(2);
  expect(await page.innerHTML('body')).toBe(HTML);
});

it('shows the number until its validity runs out', async () => {
  const page = await openSwapped(120, 0);
  await page.clock.fastForward(110_000);
  expect(await page.textContent('#p')).toBe(SWAPPED);
});

it('asks anew after running out, as the same visitor in a new view', async () => {
  const page = await openSwapped(120, 0);
  await page.clock.fastForward(121_000);
  await expect.poll(() => page.textContent('#p')).toBe(SWAPPED);
  const [first, second] = world.server.visits;
  expect(second?.session).toBe('session.signed');
  expect(second?.view).not.toBe(first?.view);
});

it('renews while the page is visible, and so keeps the number past its first validity', async () => {
  const page = await openSwapped(120, 60);
  for (let round = 1; round <= 3; round++) {
    await page.clock.fastForward(61_000);
    await expect.poll(eventTypes).toEqual(Array(round).fill('renew'));
    await page.waitForFunction(
      (least) => Date.now() - JSON.parse(localStorage.ringtrace_demo).confirmedAt < least,
      30_000,
    );
  }
  expect([await page.textContent('#p'), world.server.visits.length]).toEqual([SWAPPED, 1]);
});

describe('once a renewal has been acknowledged', () => {
  /** On a page that was promised its number for two minutes, and now for five. */
  async function openRenewed(): Promise<Page> {
    const renewed = { renewAfter: 120, validFor: 300 };
    const page = await openSwapped(120, 60, { renewed });
    await page.clock.fastForward(61_000);
    await expect.poll(eventTypes).toEqual(['renew']);
    await page.waitForFunction(() => JSON.parse(localStorage.ringtrace_demo).renewAfter === 120);
    return page;
  }

  it('keeps the number for as long as the server does, and no longer', async () => {
    const page = await openRenewed();
    world.server.eventsStatus = 500;
    world.server.onVisit = () => 'hang';
    await page.clock.fastForward(230_000);
    expect(await page.textContent('#p')).toBe(SWAPPED);
    await page.clock.fastForward(71_000);
    await expect.poll(() => page.innerHTML('body')).toBe(HTML);
  });

  it('renews only as often as the server then asks for', async () => {
    const page = await openRenewed();
    await page.clock.runFor(115_000);
    expect(eventTypes()).toEqual(['renew']);
    await page.clock.runFor(10_000);
    await expect.poll(eventTypes).toEqual(['renew', 'renew']);
  });

  it('shows the number on the next page for as long', async () => {
    const page = await openRenewed();
    world.server.onVisit = () => 'hang';
    await page.clock.fastForward(200_000);
    await page.reload();
    await expect.poll(() => page.textContent('#p')).toBe(SWAPPED);
  });
});

it('stops renewing 30 minutes after the last input', async () => {
  const page = await openSwapped(3600, 600);
  for (let minutes = 0; minutes < 55; minutes += 5) await page.clock.runFor(5 * MINUTE);
  expect(eventTypes()).toEqual(['renew', 'renew']);
});

it('renews again at the first input after a long pause', async () => {
  const page = await openSwapped(7200, 600);
  await page.clock.fastForward(40 * MINUTE);
  expect(eventTypes()).toEqual([]);
  await page.mouse.move(10, 10);
  await page.mouse.move(20, 20);
  await expect.poll(eventTypes).toEqual(['renew']);
});

it('gives the page back and asks anew when a renewal came too late', async () => {
  const page = await openSwapped(3600, 60);
  world.server.eventsStatus = 410;
  world.server.onVisit = () => 'hang';
  await page.clock.fastForward(61_000);
  await expect.poll(() => world.server.visits.length).toBe(2);
  expect(await page.innerHTML('body')).toBe(HTML);
});

it('leaves a server that does not answer alone', async () => {
  const page = await openSwapped(120, 0);
  world.server.onVisit = () => 500;
  await page.clock.fastForward(121_000);
  await expect.poll(() => world.server.visits.length).toBe(2);
  await page.mouse.move(10, 10);
  await page.clock.runFor(30_000);
  expect(world.server.visits).toHaveLength(2);
});

it('does not ask in a loop when the validity is over before the answer is there', async () => {
  world.server.onVisit = () => visitReply({ swaps: [frenchSwap({ validFor: 0 })] });
  const page = await world.open(HTML);
  await page.waitForTimeout(200);
  expect(world.server.visits).toHaveLength(1);
});

it('reports a tap on a swapped link with the number that was dialled', async () => {
  const page = await openSwapped(600, 0);
  await page.evaluate(() => addEventListener('click', (event) => event.preventDefault()));
  await page.click('#a');
  await expect
    .poll(() => world.server.events[0]?.events)
    .toMatchObject([{ type: 'tap', number: TRACKING }]);
  // At once, give or take the turn of a millisecond.
  const [tap] = world.server.events[0]?.events ?? [];
  expect(tap?.ageMs).toBeLessThan(100);
});

it('reports no tap on a link that dials another number', async () => {
  const page = await openSwapped(600, 0);
  await page.evaluate(() => {
    addEventListener('click', (event) => event.preventDefault());
    document.body.insertAdjacentHTML('beforeend', '<a id="b" href="tel:+33199005678">b</a>');
  });
  await page.click('#b');
  await page.click('#a');
  await expect.poll(() => eventTypes().length).toBe(1);
});

it('says goodbye when the page goes away', async () => {
  const page = await openSwapped(600, 0);
  await page.goto('about:blank');
  await expect.poll(eventTypes).toEqual(['leave']);
});

it('says no goodbye to somebody who follows a link to another page of the site', async () => {
  const page = await openSwapped(600, 0);
  world.server.pages['/next'] = '<p id="next">Next</p>';
  const follow = (href: string) =>
    page.evaluate((to) => {
      document.body.insertAdjacentHTML('beforeend', '<a id="link">On</a>');
      const link = document.querySelector<HTMLAnchorElement>('#link');
      if (link) link.href = to;
      link?.click();
    }, href);
  await follow('/next');
  await page.waitForSelector('#next');
  await page.goBack();
  await expect.poll(() => page.textContent('#p')).toBe(SWAPPED);
  // It is the second file that says goodbye.
  await expect.poll(() => page.evaluate('typeof ringtrace')).toBe('function');
  await follow('about:blank');
  await page.waitForURL('about:blank');
  await expect.poll(eventTypes).toEqual(['leave']);
});

/** What a browser does when its user goes to another tab. */
const hide = (page: Page) =>
  page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });

it('says how long ago it was last seen when it is closed in the background', async () => {
  const page = await openSwapped(600, 0);
  await hide(page);
  await page.clock.fastForward(90_000);
  await page.goto('about:blank');
  await expect.poll(eventTypes).toEqual(['leave']);
  const [left] = world.server.events[0]?.events ?? [];
  expect(left?.ageMs).toBeGreaterThanOrEqual(90_000);
  expect(left?.ageMs).toBeLessThan(95_000);
});

it('says nothing when it is closed long after its number ran out', async () => {
  const page = await openSwapped(120, 0);
  await hide(page);
  await page.clock.fastForward(3_600_000);
  await page.goto('about:blank');
  await page.goto(world.server.origin);
  expect(eventTypes()).toEqual([]);
});

it('tells nothing of a visitor without a session', async () => {
  world.server.onVisit = () => visitReply({ visitor: null, session: null });
  const page = await world.open(HTML);
  await expect.poll(() => page.textContent('#p')).toBe(SWAPPED);
  await page.evaluate(() => addEventListener('click', (event) => event.preventDefault()));
  await page.click('#a');
  await page.goto('about:blank');
  expect(world.server.events).toEqual([]);
});

it('gives back what had left the page while it was swapped', async () => {
  const page = await openSwapped(120, 0);
  world.server.onVisit = () => 'hang';
  await page.evaluate(() => {
    const node = document.querySelector('#p') as HTMLElement;
    node.remove();
    Object.assign(window, { node });
  });
  await page.clock.fastForward(121_000);
  await expect.poll(() => world.server.visits.length).toBe(2);
  await page.evaluate('document.body.append(node)');
  expect(await page.innerHTML('body')).toBe(HTML);
});

it('writes nothing to the console in a whole life of a page', async () => {
  const page = await openSwapped(120, 60);
  await page.clock.fastForward(61_000);
  await expect.poll(eventTypes).toEqual(['renew']);
  await page.clock.fastForward(200_000);
  await expect.poll(() => world.server.visits.length).toBe(2);
  expect(world.errors).toEqual([]);
});
