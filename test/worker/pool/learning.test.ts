import { expect, it, vi } from 'vitest';
import { openBrowser, shownNumber } from '../support/browser.ts';
import { advance } from '../support/local.ts';
import { definePool, makeSite } from '../support/make-site.ts';
import { ring } from '../support/phone.ts';
import { drain, evict, ownRows } from '../support/pool.ts';
import { readAll } from '../support/read-reports.ts';

vi.setConfig({ testTimeout: 60_000 });

type Site = Awaited<ReturnType<typeof makeSite>>;

const curves = (site: Site) =>
  ownRows<{ version: number; calls: number; curve: string }>(
    site,
    'SELECT version, calls, curve FROM curves ORDER BY version',
  );

/** Calls that go on keep their number: each visitor needs one more. */
async function callsOfVisitors(site: Site, count: number): Promise<void> {
  for (let each = 0; each < count; each++) {
    const browser = openBrowser(site);
    const number = shownNumber(await browser.visit());
    await browser.send({ type: 'tap', number });
    await advance(20);
    await ring(site, number, { from: `+3363998${String(each).padStart(4, '0')}` });
    await advance(400);
  }
}

it('a site learns when its visitors ring once it has twenty calls, and keeps what it learned', async () => {
  const site = await makeSite(definePool(30, 300));
  await callsOfVisitors(site, 19);
  await advance(600);
  await drain(site);
  expect(await curves(site)).toEqual([]);

  await callsOfVisitors(site, 2);
  await advance(600);
  await drain(site);
  const [learned, ...others] = await curves(site);
  expect(learned).toMatchObject({ version: 1, calls: 21 });
  expect(others).toEqual([]);
  expect(JSON.parse(learned?.curve ?? '').calls).toBe(21);

  // Nobody who has called before: a visitor whose tap led to the call.
  const browser = openBrowser(site);
  const number = shownNumber(await browser.visit());
  await browser.send({ type: 'tap', number });
  await advance(5);
  await ring(site, number, { from: '+33639989999' });
  const [latest] = await readAll(site, 'calls');
  expect(latest?.match).toMatchObject({ session: browser.sessionId, band: 'certain' });

  await evict(site);
  expect(await curves(site)).toHaveLength(1);
});

it('a tap that is heard of after the call changes the match in the open', async () => {
  const site = await makeSite(definePool(1, 300, { share: true }));
  const [ada, bob] = [openBrowser(site), openBrowser(site)];
  const number = shownNumber(await ada.visit());
  await ada.send({ type: 'renew' });
  await advance(100);
  await bob.visit();
  await advance(30);
  await ring(site, number);
  await ada.send({ type: 'tap', number, ageMs: 5_000 });
  const [call] = await readAll(site, 'calls');
  expect(call?.match.session).toBe(ada.sessionId);
  expect(call?.match.history).toMatchObject([
    { session: bob.sessionId, because: 'A tap was heard of after the call.' },
  ]);
});
