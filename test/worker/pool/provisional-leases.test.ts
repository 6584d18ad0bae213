import { expect, it } from 'vitest';
import {
  bareId,
  firstSwap,
  openBrowser,
  shownNumber,
  visit,
  visitBody,
} from '../support/browser.ts';
import { advance } from '../support/local.ts';
import { definePool, makeSite, type TestSite } from '../support/make-site.ts';
import { evict } from '../support/pool.ts';
import { readAll } from '../support/read-reports.ts';

/** Seconds for which a page that has shown no sign of life is promised its number. */
const PROMISED = 120;
const HOLD = 300;
/** Seconds that a test may itself take. */
const SLACK = 5;

/** A pool that is full with one visitor. */
const fullSite = () => makeSite(definePool(1, HOLD));

const gradeOfNext = async (site: TestSite) => firstSwap(await visit(site)).grade;

it('a new visitor is promised the number for two minutes, then for the whole hold time', async () => {
  const browser = openBrowser(await fullSite());
  expect(firstSwap(await browser.visit()).validFor).toBe(PROMISED);
  expect(firstSwap(await browser.visit()).validFor).toBe(HOLD);
});

it('a number whose page gave no sign of life is leased anew once nobody can show it', async () => {
  const site = await fullSite();
  const number = shownNumber(await visit(site));
  await advance(PROMISED);
  expect(firstSwap(await visit(site))).toMatchObject({ grade: 'own', number: { e164: number } });
});

it('a number whose page gave no sign of life is never leased anew before', async () => {
  const site = await fullSite();
  await visit(site);
  await advance(PROMISED - SLACK);
  expect(await gradeOfNext(site)).toBe('none');
});

it.each([
  ['renewal', (browser: ReturnType<typeof openBrowser>) => browser.send({ type: 'renew' })],
  ['further page view', (browser: ReturnType<typeof openBrowser>) => browser.visit()],
])('after a %s it is kept for its whole hold time', async (_sign, confirm) => {
  const site = await fullSite();
  const browser = openBrowser(site);
  await browser.visit();
  await confirm(browser);
  await advance(HOLD - SLACK);
  expect(await gradeOfNext(site)).toBe('none');
  await advance(SLACK);
  expect(await gradeOfNext(site)).toBe('own');
});

it('a page view repeated is no sign of life', async () => {
  const site = await fullSite();
  const view = visitBody(site).view ?? '';
  await visit(site, { view });
  await visit(site, { view });
  await advance(PROMISED);
  expect(await gradeOfNext(site)).toBe('own');
});

it('a sign of life that comes when the number is somebody else’s is refused', async () => {
  const site = await fullSite();
  const browser = openBrowser(site);
  await browser.visit();
  await advance(PROMISED);
  expect(await gradeOfNext(site)).toBe('own');
  expect((await browser.send({ type: 'renew' })).status).toBe(410);
});

it('a sign of life that comes late, but before anybody else, keeps the number', async () => {
  const site = await fullSite();
  const browser = openBrowser(site);
  await browser.visit();
  await advance(PROMISED + SLACK);
  expect((await browser.send({ type: 'renew' })).status).toBe(204);
  expect(await gradeOfNext(site)).toBe('none');
});

it('while others are free, no number is taken back within its hold time', async () => {
  const site = await makeSite(definePool(2, HOLD));
  const number = shownNumber(await visit(site));
  await advance(PROMISED);
  expect(shownNumber(await visit(site))).not.toBe(number);
});

it('of two that gave no sign of life the one idle longest is taken back first', async () => {
  const site = await makeSite(definePool(2, HOLD));
  const first = shownNumber(await visit(site));
  await advance(10);
  const second = shownNumber(await visit(site));
  await advance(PROMISED);
  expect([shownNumber(await visit(site)), shownNumber(await visit(site))]).toEqual([first, second]);
});

it('whoever was reclaimed from stays in the history', async () => {
  const site = await fullSite();
  const replies = [await visit(site)];
  await advance(PROMISED);
  replies.push(await visit(site));
  const history = await readAll(site, 'leases');
  expect(history.map(({ session, number }) => [session, number]).reverse()).toEqual(
    replies.map((reply) => [bareId(reply.session), shownNumber(reply)]),
  );
});

it('after a restart, when nobody knows who gave a sign of life, every number is kept for its hold time', async () => {
  const site = await fullSite();
  await visit(site);
  await evict(site);
  await advance(PROMISED + SLACK);
  expect(await gradeOfNext(site)).toBe('none');
});
