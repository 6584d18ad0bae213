import { expect, it } from 'vitest';
import { firstSwap, shownNumber, visit } from '../support/browser.ts';
import { advance } from '../support/local.ts';
import { definePool, makeSite } from '../support/make-site.ts';
import { postGeneric, ring } from '../support/phone.ts';
import { evict } from '../support/pool.ts';
import { readOne } from '../support/read-reports.ts';

const HOUR = 3_600;

/** Somebody is on the phone on the pool's only number, whose visitor has long left. */
async function onThePhone() {
  const site = await makeSite(definePool(1, 60));
  const call = await ring(site, shownNumber(await visit(site)));
  await advance(HOUR);
  return { site, call };
}

it('a number is leased to nobody while somebody is on the phone on it', async () => {
  const { site } = await onThePhone();
  expect(firstSwap(await visit(site)).grade).toBe('none');
});

it('also after an eviction', async () => {
  const { site } = await onThePhone();
  await evict(site);
  expect(firstSwap(await visit(site)).grade).toBe('none');
});

it('a number is leased again once the call has ended', async () => {
  const { site, call } = await onThePhone();
  await postGeneric(site, { v: 1, event: 'ended', call, outcome: 'answered', talkSeconds: 60 });
  expect(firstSwap(await visit(site)).grade).toBe('own');
});

it('a call whose end was never told keeps its number for four hours at most', async () => {
  const { site } = await onThePhone();
  await advance(3 * HOUR);
  expect(firstSwap(await visit(site)).grade).toBe('own');
});

it('a number is not shared while somebody is on the phone on it', async () => {
  const site = await makeSite(definePool(2, 300, { share: true }));
  const first = shownNumber(await visit(site));
  await advance(1);
  const second = shownNumber(await visit(site));
  await ring(site, first);
  expect(shownNumber(await visit(site))).toBe(second);
});

it('a call that nothing more is heard of is over after some hours, by itself', async () => {
  const { site } = await onThePhone();
  expect((await readOne(site, 'calls')).outcome).toBeNull();
  await advance(3 * HOUR);
  // Calls are looked through once an hour.
  await advance(HOUR);
  expect(await readOne(site, 'calls')).toMatchObject({
    outcome: 'missed',
    endedAt: expect.any(Number),
  });
});
