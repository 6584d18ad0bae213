import { expect, it } from 'vitest';
import type { VisitReply } from '../../../snippet/contract/wire.ts';
import { snippetWorld } from '../../support/snippet-world.ts';
import { frenchSwap, noSwap, swapOf, TARGET, visitReply } from '../../support/wire-makers.ts';

const world = snippetWorld();
const BODY = '<p id="p">01 99 00 12 34</p>';
const OWN = '01 99 00 12 34';
const SWAPPED = '01 99 00 20 03';
const stored = 'localStorage.getItem("ringtrace_demo")';

it('asks once per page view, without a preflight', async () => {
  const page = await world.open(BODY);
  await expect.poll(() => page.textContent('#p')).toBe(SWAPPED);
  expect(world.server.log).toEqual(['POST /v1/visits text/plain;charset=UTF-8']);
});

it('sends known parameters and paths, and nothing else of the address', async () => {
  const query = '?utm_source=news&UTM_Campaign=spring&ScCid=s1&email=a%40b.example#secret';
  await world.open(BODY, { path: '/landing', query });
  await expect.poll(() => world.server.visits.length).toBe(1);
  expect(world.server.visits[0]).toMatchObject({
    v: 1,
    site: 'demo',
    view: expect.stringMatching(/^\d+(-\d+){3}$/),
    visitor: null,
    session: null,
    consent: 'unknown',
    page: { url: `${world.server.origin}/landing`, title: 'Shop' },
    touch: { utm_source: 'news', utm_campaign: 'spring', ScCid: 's1' },
  });
});

it('swaps from storage on the next page view, before the server has answered', async () => {
  const page = await world.open(BODY);
  await expect.poll(() => page.textContent('#p')).toBe(SWAPPED);
  world.server.onVisit = () => 'hang';
  await world.open(BODY, { path: '/next', page });
  await expect.poll(() => page.textContent('#p')).toBe(SWAPPED);
  await expect.poll(() => world.server.visits[1]?.visitor).toBe('visitor.signed');
});

it('swaps from storage in the very task in which the tag runs', async () => {
  const page = await world.open(BODY);
  await expect.poll(() => page.textContent('#p')).toBe(SWAPPED);
  await world.open(
    `${BODY}<script src="${world.server.settings.api}/s/demo.js"></script>
    <script>seen = document.querySelector('#p').textContent</script>`,
    { path: '/next', page, tag: '' },
  );
  expect(await page.evaluate('seen')).toBe(SWAPPED);
});

it('takes the number of the reply over the one from storage', async () => {
  const page = await world.open(BODY);
  await expect.poll(() => page.textContent('#p')).toBe(SWAPPED);
  const other = swapOf(TARGET, '+33199002007', '0');
  world.server.onVisit = () => visitReply({ swaps: [other] });
  await world.open(BODY, { path: '/next', page });
  await expect.poll(() => page.textContent('#p')).toBe('01 99 00 20 07');
});

it('ignores what storage holds once its validity has run out', async () => {
  world.server.onVisit = () => visitReply({ swaps: [frenchSwap({ validFor: 60 })] });
  const page = await world.open(BODY);
  await expect.poll(() => page.textContent('#p')).toBe(SWAPPED);
  await page.clock.install({ time: Date.now() + 61_000 });
  world.server.onVisit = () => 'hang';
  await world.open(BODY, { path: '/next', page });
  await expect.poll(() => world.server.visits.length).toBe(2);
  expect(await page.textContent('#p')).toBe(OWN);
});

it.each([
  ['a broken connection', 'break' as const],
  ['an error', 500],
  ['a refusal', 403],
])('leaves the page as it was on %s', async (_, answer) => {
  world.server.onVisit = () => answer;
  const page = await world.open(BODY);
  await expect.poll(() => world.server.visits.length).toBeGreaterThan(0);
  await page.waitForTimeout(50);
  expect(await page.textContent('#p')).toBe(OWN);
  // The browser itself reports a failed request; nothing is thrown into the page.
  expect(world.errors.filter((error) => !error.startsWith('Failed to load'))).toEqual([]);
});

it('leaves the page as it was when the answer makes no sense', async () => {
  world.server.onVisit = () => ({ v: 1, swaps: 'none' }) as unknown as VisitReply;
  const page = await world.open(BODY);
  await expect.poll(() => world.server.visits.length).toBe(1);
  await page.waitForTimeout(50);
  expect([await page.textContent('#p'), world.errors]).toEqual([OWN, []]);
});

it('works in spite of rubbish in storage', async () => {
  const page = await world.open(BODY, { tag: '' });
  await page.evaluate(`localStorage.setItem('ringtrace_demo', '{"swaps":[null],"visitor":7}')`);
  await world.open(BODY, { page });
  await expect.poll(() => page.textContent('#p')).toBe(SWAPPED);
});

it('works where storage is blocked', async () => {
  await world.context.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('blocked', 'SecurityError');
      },
    });
  });
  const page = await world.open(BODY);
  await expect.poll(() => page.textContent('#p')).toBe(SWAPPED);
});

it('repeats a request lost on the network once, as the same page view', async () => {
  world.server.onVisit = (_, count) => (count === 1 ? 'break' : visitReply());
  const page = await world.open(BODY);
  await expect.poll(() => page.textContent('#p'), { timeout: 5_000 }).toBe(SWAPPED);
  const [first, second] = world.server.visits;
  expect(second?.view).toBe(first?.view);
});

it('makes two tabs opened at once one visitor', async () => {
  world.server.onVisit = async () => {
    await new Promise((resolve) => setTimeout(resolve, 200));
    return visitReply();
  };
  const [one, two] = await Promise.all([
    world.open(BODY, { path: '/one' }),
    world.open(BODY, { path: '/two' }),
  ]);
  await expect.poll(() => one.textContent('#p')).toBe(SWAPPED);
  await expect.poll(() => two.textContent('#p')).toBe(SWAPPED);
  expect(world.server.visits.map(({ visitor }) => visitor)).toEqual([null, 'visitor.signed']);
});

it('stores nothing and says so where consent is required', async () => {
  world.server.settingsChange = { consent: 'required' };
  const page = await world.open(BODY);
  await expect.poll(() => page.textContent('#p')).toBe(SWAPPED);
  expect([world.server.visits[0]?.consent, await page.evaluate(stored)]).toEqual(['unknown', null]);
});

it('takes Global Privacy Control as a no, and deletes what was stored before', async () => {
  const page = await world.open(BODY);
  await expect.poll(() => page.evaluate(stored)).not.toBeNull();
  await page.addInitScript(() =>
    Object.assign(Navigator.prototype, { globalPrivacyControl: true }),
  );
  await world.open(BODY, { path: '/next', page });
  await expect.poll(() => world.server.visits[1]?.consent).toBe('denied');
  expect([world.server.visits[1]?.visitor, await page.evaluate(stored)]).toEqual([null, null]);
});

it('stores nothing for whom the server gave no id', async () => {
  world.server.onVisit = () => visitReply({ visitor: null, session: null });
  const page = await world.open(BODY);
  await expect.poll(() => page.textContent('#p')).toBe(SWAPPED);
  expect(await page.evaluate(stored)).toBeNull();
});

it('keeps the own number, but the session, when no number is free', async () => {
  world.server.onVisit = () => visitReply({ swaps: [noSwap()] });
  const page = await world.open(BODY);
  await expect.poll(() => page.evaluate(stored)).toContain('session.signed');
  expect(await page.textContent('#p')).toBe(OWN);
});

it('runs once when the page holds the tag twice', async () => {
  const tag = `<script async src="${world.server.settings.api}/s/demo.js"></script>`;
  const page = await world.open(BODY, { tag: tag + tag });
  await expect.poll(() => page.textContent('#p')).toBe(SWAPPED);
  await page.waitForLoadState('networkidle');
  expect(world.server.visits).toHaveLength(1);
});

it('reads its settings off the tag of the immutable core', async () => {
  const tag = `<script async src="${world.server.settings.api}/s/v0.0.0.js" data-site="demo"></script>`;
  const page = await world.open(BODY, { tag });
  await expect.poll(() => page.textContent('#p')).toBe(SWAPPED);
  expect(world.server.visits[0]?.site).toBe('demo');
});
