import { env } from 'cloudflare:test';
import { afterEach, expect, it } from 'vitest';
import { advanceClock, localClock } from '../../../worker/local/clock.ts';
import { openBrowser } from '../support/browser.ts';
import { breakDown, mendAll } from '../support/local.ts';
import { definePool, makeSite, type TestSite } from '../support/make-site.ts';
import { alarmAt, poolOf, ringAlarm } from '../support/pool.ts';

afterEach(mendAll);

let seen: { at: number; due: number } | undefined;
async function pass(site: TestSite, seconds: number) {
  const end = localClock.now() + seconds * 1000;
  let rings = 0;
  for (;;) {
    const at = await alarmAt(site);
    if (at === null) break;
    if (seen?.at !== at) seen = { at, due: localClock.now() + Math.max(0, at - Date.now()) };
    if (seen.due > end) break;
    await advanceClock(env.SITES, Math.max(0, seen.due - localClock.now()));
    if (await ringAlarm(site)) rings += 1;
  }
  await advanceClock(env.SITES, Math.max(0, end - localClock.now()));
  return rings;
}

it('hammer', async () => {
  const site = await makeSite(definePool(30));
  const browsers = Array.from({ length: 30 }, () => openBrowser(site));
  await breakDown({ d1: true });
  for (const b of browsers) { await b.visit(); await pass(site, 4); }
  let rings = 0;
  for (let minute = 0; minute < 30; minute++) {
    for (const [i, b] of browsers.entries()) if (minute % 2 === i % 2) { await b.send({ type: 'renew' }); rings += await pass(site, 4); }
  }
  console.log('rings', rings, await poolOf(site).status());
  expect(1).toBe(1);
}, 120000);
