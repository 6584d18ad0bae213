import { env } from 'cloudflare:test';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { localClock } from '../../../worker/local/clock.ts';
import { breakable } from '../../../worker/local/faults.ts';
import { createServices } from '../../../worker/services.ts';
import { openBrowser, shownNumber } from '../support/browser.ts';
import { breakDown, mendAll, now } from '../support/local.ts';
import { makeSite } from '../support/make-site.ts';
import { readAll } from '../support/read-reports.ts';

const { parkedCalls } = createServices(breakable(env), { mode: 'local', clock: localClock });

beforeEach(async () => {
  for (const { name } of (await env.SITES.list({ prefix: 'parked-call:' })).keys) {
    await env.SITES.delete(name);
  }
});
afterEach(mendAll);

async function parked() {
  return (await env.SITES.list({ prefix: 'parked-call:' })).keys.length;
}

/** A call to a number that somebody is looking at, which the pool has not been told of. */
async function parkCall() {
  const site = await makeSite();
  const browser = openBrowser(site);
  const number = shownNumber(await browser.visit());
  const call = {
    provider: 'generic',
    providerCallId: 'pbx-1',
    events: [
      { id: 'incoming', at: await now(), clock: 'arrival', number, step: { type: 'received' } },
    ],
  } as const;
  await parkedCalls.park(site.key, call, 'one');
  return { site, browser, call };
}

it('a parked call is handed to its pool, and matched by when it began', async () => {
  const { site, browser } = await parkCall();
  await parkedCalls.deliver();
  expect(await readAll(site, 'calls')).toMatchObject([{ match: { session: browser.sessionId } }]);
  expect(await parked()).toBe(0);
});

it('a parked call waits for as long as the pool does not take it', async () => {
  const { site } = await parkCall();
  await breakDown({ pool: 'error' });
  await parkedCalls.deliver();
  expect(await parked()).toBe(1);
  await mendAll();
  await parkedCalls.deliver();
  expect(await readAll(site, 'calls')).toHaveLength(1);
});

it('a call parked twice is one call', async () => {
  const { site, call } = await parkCall();
  await parkedCalls.park(site.key, call, 'two');
  await parkedCalls.deliver();
  expect(await readAll(site, 'calls')).toHaveLength(1);
});

it('a parked call of a site that is gone is dropped', async () => {
  const { call } = await parkCall();
  await parkedCalls.park('nobody', call, 'one');
  await parkedCalls.deliver();
  expect(await parked()).toBe(0);
});

it('a pool that hangs does not keep parked calls waiting for ever', async () => {
  await parkCall();
  await breakDown({ pool: 'hang' });
  await parkedCalls.deliver();
  expect(await parked()).toBe(1);
});
