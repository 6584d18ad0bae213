import { expect, it, vi } from 'vitest';
import { PRIOR_CURVE } from '../../../worker/domain/matching/prior-curve.ts';
import {
  openBrowser,
  PAGE_HEADERS,
  postVisit,
  shownNumber,
  visitBody,
} from '../support/browser.ts';
import { advance } from '../support/local.ts';
import { definePool, makeSite } from '../support/make-site.ts';
import { withTables } from '../support/old-history.ts';
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
async function callsOfVisitors(
  site: Site,
  count: number,
  besides: () => Promise<unknown> = async () => undefined,
): Promise<void> {
  for (let each = 0; each < count; each++) {
    await besides();
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

it('a site learns that nobody calls from a phone there, against all that is believed of phones', async () => {
  const site = await makeSite(definePool(30, 300));
  await callsOfVisitors(site, 25, () =>
    postVisit(visitBody(site), { ...PAGE_HEADERS, 'sec-ch-ua-mobile': '?1' }),
  );
  await advance(600);
  await drain(site);
  const [learned] = await curves(site);
  const { mobile, desktop } = JSON.parse(learned?.curve ?? '').devices;
  expect(mobile).toBeLessThan(0.8);
  expect(desktop).toBeGreaterThan(1.2);
});

it('a curve that an earlier version learned is gone by, with what is believed of devices on any site', async () => {
  const site = await makeSite();
  const { devices, ...ofBefore } = PRIOR_CURVE;
  const latest = await withTables(site, ({ curves: kept, sql }) => {
    kept.save(PRIOR_CURVE, 50, 0);
    sql.exec('UPDATE curves SET curve = ?', JSON.stringify({ ...ofBefore, passedOn: 0.01 }));
    kept.reread();
    return kept.latest();
  });
  expect(latest.curve).toEqual({ ...PRIOR_CURVE, passedOn: 0.01 });
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
