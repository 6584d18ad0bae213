import { expect, it } from 'vitest';
import type { VisitEvent } from '../../../snippet/contract/wire.ts';
import { snippetWorld } from '../../support/snippet-world.ts';
import { TARGET, TRACKING, visitReply } from '../../support/wire-makers.ts';

const world = snippetWorld();
const BODY = '<p id="p">01 99 00 12 34</p>';
const STUB =
  '<script>ringtrace = function () { (ringtrace.q = ringtrace.q || []).push(arguments) }</script>';

const told = (type: VisitEvent['type']) =>
  world.server.events.flatMap(({ events }) => events).filter((event) => event.type === type);
const swapped = (page: { textContent: (selector: string) => Promise<string | null> }) =>
  expect.poll(() => page.textContent('#p')).toBe('01 99 00 20 03');

it('answers what was called before it had loaded', async () => {
  const page = await world.open(
    `${STUB}<script>ringtrace('event', 'quote', { euros: 90 }); ringtrace('identify', { plan: 'gold' });
      ringtrace('number', '${TARGET}', (number) => { (window.numbers ??= []).push(number.national) })</script>${BODY}`,
  );
  await swapped(page);
  await expect.poll(() => told('custom')).toMatchObject([{ name: 'quote', data: { euros: 90 } }]);
  expect(told('identify')).toMatchObject([{ traits: { plan: 'gold' } }]);
  await expect.poll(() => page.evaluate('numbers')).toEqual(['01 99 00 20 03']);
});

it('tells nothing of the number before the server has answered', async () => {
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  world.server.onVisit = async () => {
    await answered;
    return visitReply();
  };
  const page = await world.open(
    `${STUB}<script>ringtrace('number', '${TARGET}', (number) => { (window.numbers ??= []).push(number.e164) })</script>`,
  );
  await page.waitForFunction('!ringtrace.q');
  await page.mouse.move(5, 5);
  expect(await page.evaluate('window.numbers')).toBeUndefined();
  answer();
  await expect.poll(() => page.evaluate('window.numbers')).toEqual([TRACKING]);
});

it('tells the number again when it changes, and the own number where none is leased', async () => {
  world.server.onVisit = () => 500;
  const page = await world.open(
    `${STUB}<script>ringtrace('number', '${TARGET}', (number) => { (window.numbers ??= []).push(number.e164) })</script>`,
  );
  await expect.poll(() => page.evaluate('window.numbers')).toEqual([TARGET]);
});

it('gives everything back on release, and asks no more', async () => {
  const page = await world.open(
    `${BODY}<a id="a" href="tel:+33199001234" title="01 99 00 12 34">01 99 00 12 34</a>`,
  );
  await swapped(page);
  await expect.poll(() => page.getAttribute('#a', 'title')).toBe('01 99 00 20 03');
  await page.evaluate("ringtrace('release')");
  await expect.poll(() => page.innerHTML('body')).toContain(BODY);
  expect(await page.evaluate("document.querySelector('#a').outerHTML")).toBe(
    '<a id="a" href="tel:+33199001234" title="01 99 00 12 34">01 99 00 12 34</a>',
  );
  await page.evaluate("document.querySelector('#p').textContent = '01 99 00 12 34'");
  await page.waitForTimeout(50);
  expect(await page.textContent('#p')).toBe('01 99 00 12 34');
});

it('gives back what the page has copied from what is shown, as carousels do', async () => {
  const page = await world.open(`${BODY}<a id="a" href="tel:+33199001234">call 01 99 00 12 34</a>`);
  await swapped(page);
  await page.waitForFunction('window.ringtrace');
  await page.evaluate("document.body.append(document.querySelector('#a').cloneNode(true))");
  await page.evaluate("ringtrace('release')");
  await expect.poll(() => page.innerHTML('body')).not.toMatch(/20 ?03/);
  expect(await page.getAttribute('a:last-of-type', 'href')).toBe('tel:+33199001234');
});

it('swaps a node that is not in the page yet', async () => {
  const page = await world.open(BODY);
  await swapped(page);
  const text = await page.evaluate(() => {
    const node = document.createElement('p');
    node.textContent = '01 99 00 12 34';
    (window as unknown as { ringtrace: (...args: unknown[]) => void }).ringtrace('swap', node);
    return node.textContent;
  });
  expect(text).toBe('01 99 00 20 03');
});

it('dispatches events for swaps and for errors of its own', async () => {
  const page = await world.open(
    `<script>document.addEventListener('ringtrace:swap', (event) => { window.swap = event.detail });
      document.addEventListener('ringtrace:error', (event) => { window.error = String(event.detail) })</script>${BODY}`,
  );
  await swapped(page);
  expect(await page.evaluate('swap[0].target')).toBe(TARGET);
  await page.evaluate(
    "ringtrace('number', null, () => { throw new Error('mine') }); ringtrace('nonsense')",
  );
  await expect.poll(() => page.evaluate('window.error')).toContain('mine');
  expect(world.errors).toEqual([]);
});

it('tells of page views within one document', async () => {
  const page = await world.open(BODY);
  await swapped(page);
  await page.evaluate("history.pushState({}, '', '/prices'); document.title = 'Prices'");
  await expect
    .poll(() => told('page'))
    .toMatchObject([{ url: `${world.server.origin}/prices`, title: 'Prices' }]);
  await page.evaluate("history.replaceState({}, '', '/prices?sort=1#top')");
  await page.goBack();
  await expect.poll(() => told('page').length).toBe(2);
  expect(told('page')[1]).toMatchObject({ url: `${world.server.origin}/` });
});

it('tells of a form that asks for it, with the listed fields, never with secrets', async () => {
  const page =
    await world.open(`${BODY}<form name="quote" data-ringtrace-form="email, pass, card, note" onsubmit="return false">
    <input name="email" value="a@b.example"><input name="pass" type="password" value="secret">
    <input name="card" value="4111 1111 1111 1111"><input name="note" autocomplete="cc-csc" value="123">
    <input name="other" value="x"><button>Send</button></form>
    <form name="silent" onsubmit="return false"><input name="email" value="c@d.example"><button id="b">Send</button></form>`);
  await swapped(page);
  await page.waitForFunction('window.ringtrace');
  await page.click('#b');
  await page.click('button');
  await expect
    .poll(() => told('form'))
    .toMatchObject([{ name: 'quote', fields: { email: 'a@b.example' } }]);
  expect(Object.keys((told('form')[0] as { fields: object }).fields)).toEqual(['email']);
});

it('reports how swapping went, once, for the sampled share', async () => {
  world.server.settingsChange = { health: 1 };
  const page = await world.open(BODY);
  await swapped(page);
  await page.evaluate("document.querySelector('#p').textContent = '01 99 00 12 34'");
  await swapped(page);
  await page.waitForFunction('window.ringtrace');
  await page.goto('about:blank');
  await expect
    .poll(() => world.server.health)
    .toMatchObject([{ swaps: expect.any(Number), errors: 0 }]);
  expect(world.server.health[0]?.swapMs).toBeGreaterThan(0);
});

it('tells nothing of somebody who has no session', async () => {
  world.server.onVisit = () => visitReply({ visitor: null, session: null });
  const page = await world.open(`${STUB}<script>ringtrace('event', 'quote')</script>${BODY}`);
  await swapped(page);
  await page.waitForTimeout(200);
  expect(world.server.events).toEqual([]);
});
