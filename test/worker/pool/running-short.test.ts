import { env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import type { VisitReply } from '../../../snippet/contract/wire.ts';
import { firstSwap, openBrowser, shownNumber, visit } from '../support/browser.ts';
import { advance } from '../support/local.ts';
import { type Definition, definePool, makeSite, numbers, TARGET } from '../support/make-site.ts';
import { CALLER, ring } from '../support/phone.ts';
import { drain, evict } from '../support/pool.ts';
import { readAll, readOne } from '../support/read-reports.ts';

const OVERFLOW = '+33199003000';
const FALLBACK = {
  staticNumbers: [{ number: OVERFLOW, target: TARGET, label: 'Overflow' }],
} satisfies Partial<Definition>;

const grades = ({ swaps }: VisitReply) => swaps.map(({ grade }) => grade);
const gradeOf = async (browser: { sessionId: string }, site: Parameters<typeof readAll>[0]) =>
  (await readAll(site, 'sessions')).find(({ id }) => id === browser.sessionId)?.grade;

describe('a pool that shares, once every number is held,', () => {
  it('shows a new visitor the number that was idle longest', async () => {
    const site = await makeSite(definePool(2, 300, { share: true }));
    const [ada, bob, eve] = [openBrowser(site), openBrowser(site), openBrowser(site)];
    const first = shownNumber(await ada.visit());
    await advance(10);
    const second = shownNumber(await bob.visit());
    await advance(10);
    // Ada was seen again since, so Bob's number has been idle for longer.
    await ada.visit();
    const reply = await eve.visit();
    expect([firstSwap(reply).grade, shownNumber(reply)]).toEqual(['shared', second]);
    expect(first).not.toBe(second);
  });

  it('records it on both leases, and on the session that shares', async () => {
    const site = await makeSite(definePool(1, 300, { share: true }));
    const [ada, bob] = [openBrowser(site), openBrowser(site)];
    await ada.visit();
    await bob.visit();
    expect((await readAll(site, 'leases')).map(({ grade }) => grade)).toEqual(['shared', 'shared']);
    expect(await gradeOf(bob, site)).toBe('shared');
  });

  it('deals visitors out over all numbers', async () => {
    const site = await makeSite(definePool(3, 300, { share: true }));
    const shown: string[] = [];
    for (let visitors = 0; visitors < 9; visitors++) {
      shown.push(shownNumber(await visit(site)));
      await advance(1);
    }
    expect([...Map.groupBy(shown, (number) => number).values()].map((each) => each.length)).toEqual(
      [3, 3, 3],
    );
  });

  it('ties a call to the likeliest of those who share, and names them all', async () => {
    const site = await makeSite(definePool(1, 300, { share: true }));
    const [ada, bob] = [openBrowser(site), openBrowser(site)];
    const number = shownNumber(await ada.visit());
    await ada.send({ type: 'renew' });
    await advance(200);
    await bob.visit();
    await ring(site, number, { from: CALLER });
    const { match } = await readOne(site, 'calls');
    // Both came from the same source, so that is sure.
    expect(match).toMatchObject({ session: bob.sessionId, band: 'source' });
    expect(match.candidates).toMatchObject([
      { session: bob.sessionId },
      { session: ada.sessionId },
    ]);
  });

  it('gives the number to one alone again when all have let go of it', async () => {
    const site = await makeSite(definePool(1, 300, { share: true }));
    const browser = openBrowser(site);
    await browser.visit();
    await browser.send({ type: 'renew' });
    await advance(200);
    expect(firstSwap(await browser.visit()).grade).toBe('own');
    expect(firstSwap(await visit(site)).grade).toBe('shared');
    await advance(299);
    expect(firstSwap(await visit(site)).grade).toBe('shared');
    await advance(300);
    expect(firstSwap(await visit(site)).grade).toBe('own');
  });

  it('remembers who shares through an eviction', async () => {
    const site = await makeSite(definePool(1, 300, { share: true }));
    const [ada, bob] = [openBrowser(site), openBrowser(site)];
    const number = shownNumber(await ada.visit());
    await bob.visit();
    await evict(site);
    for (const browser of [ada, bob]) {
      const reply = await browser.visit();
      expect([shownNumber(reply), firstSwap(reply).grade]).toEqual([number, 'shared']);
    }
  });
});

describe('a pool with a number to fall back on', () => {
  it('shows it when it has none to give, and records that', async () => {
    const site = await makeSite({ ...definePool(1, 300, { fallback: OVERFLOW }), ...FALLBACK });
    await visit(site);
    const browser = openBrowser(site);
    const reply = await browser.visit();
    expect(firstSwap(reply)).toMatchObject({
      kind: 'static',
      grade: 'fallback',
      number: { e164: OVERFLOW },
    });
    expect(await gradeOf(browser, site)).toBe('fallback');
  });

  it('goes on showing it in that session, though a number has come free', async () => {
    const site = await makeSite({ ...definePool(1, 60, { fallback: OVERFLOW }), ...FALLBACK });
    await visit(site);
    const browser = openBrowser(site);
    await browser.visit();
    await advance(300);
    expect(shownNumber(await browser.visit())).toBe(OVERFLOW);
    expect(firstSwap(await visit(site)).grade).toBe('own');
  });

  it('keeps the session of it alive by renewals', async () => {
    const site = await makeSite({ ...definePool(1, 300, { fallback: OVERFLOW }), ...FALLBACK });
    await visit(site);
    const browser = openBrowser(site);
    await browser.visit();
    expect((await browser.send({ type: 'renew' })).status).toBe(204);
  });
});

describe('several targets', () => {
  const second = '+33199005678';
  const targets = [
    { number: TARGET, pool: 'sales' },
    { number: second, pool: 'support' },
  ];
  const pool = (name: string, count: number, first: number, share: boolean) => ({
    name,
    numbers: numbers(count, first),
    share,
  });

  it('are each given the best that there is', async () => {
    const site = await makeSite({
      targets,
      pools: [pool('sales', 1, 2000, true), pool('support', 2, 3000, false)],
    });
    expect(grades(await visit(site))).toEqual(['own', 'own']);
    expect(grades(await visit(site))).toEqual(['shared', 'own']);
    expect(grades(await visit(site))).toEqual(['shared', 'none']);
  });

  it('are recorded in one request, the session with the best grade', async () => {
    const site = await makeSite({
      targets,
      pools: [pool('sales', 1, 2000, true), pool('support', 1, 3000, false)],
    });
    await visit(site);
    const browser = openBrowser(site);
    await browser.visit();
    expect(await gradeOf(browser, site)).toBe('shared');
    expect(await readAll(site, 'leases')).toHaveLength(3);
  });
});

it('what visitors were shown is counted by pool and hour', async () => {
  const site = await makeSite({ ...definePool(2, 300, { fallback: OVERFLOW }), ...FALLBACK });
  const browser = openBrowser(site);
  await browser.visit();
  for (let visitors = 0; visitors < 4; visitors++) await visit(site);
  // A further page is no arrival.
  await browser.visit();
  await advance(300);
  await drain(site);
  const { results } = await env.DB.prepare('SELECT * FROM pool_hours WHERE site_id = ?')
    .bind(site.id)
    .all();
  const sum = (column: string) => results.reduce((all, row) => all + Number(row[column]), 0);
  expect(
    ['arrivals', 'own', 'shared', 'fallback', 'none', 'exhausted'].map((name) => [name, sum(name)]),
  ).toEqual([
    ['arrivals', 5],
    ['own', 2],
    ['shared', 0],
    ['fallback', 3],
    ['none', 0],
    ['exhausted', 3],
  ]);
});

it('how long numbers were held and rested is measured when they are leased again', async () => {
  const site = await makeSite(definePool(1, 60));
  await visit(site);
  await advance(600);
  await visit(site);
  await advance(300);
  await drain(site);
  const { results } = await env.DB.prepare('SELECT * FROM pool_hours WHERE site_id = ?')
    .bind(site.id)
    .all<{ reused: number; held_ms: number; rest_ms: number; held_peak: number }>();
  const reused = results.find((hour) => hour.reused === 1);
  expect(Math.round((reused?.held_ms ?? 0) / 1_000)).toBe(60);
  expect(Math.round((reused?.rest_ms ?? 0) / 1_000)).toBe(540);
  expect(Math.max(...results.map((hour) => hour.held_peak))).toBe(1);
});
