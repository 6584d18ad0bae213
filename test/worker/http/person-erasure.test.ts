import { env } from 'cloudflare:test';
import { afterEach, describe, expect, it } from 'vitest';
import { sealCaller } from '../../../worker/keys/caller.ts';
import { localClock } from '../../../worker/local/clock.ts';
import { createServices } from '../../../worker/services.ts';
import { askAsAdmin, refusalOf } from '../support/ask.ts';
import { bareId, openBrowser, shownNumber, visit } from '../support/browser.ts';
import { advance, breakDown, mendAll, now } from '../support/local.ts';
import { makeSite, numbers, type TestSite } from '../support/make-site.ts';
import { CALLER, ring } from '../support/phone.ts';
import { drain, dumpD1, dumpPool, ownRows } from '../support/pool.ts';
import { readAll, readOne } from '../support/read-reports.ts';

afterEach(mendAll);

const forgetVisitor = (site: { key: string }, visitor: string) =>
  askAsAdmin('DELETE', `/api/v1/sites/${site.key}/visitors/${visitor}`);
const forgetCaller = (site: { key: string }, number: string) =>
  askAsAdmin('DELETE', `/api/v1/sites/${site.key}/callers/${encodeURIComponent(number)}`);

/** A visitor who came, tapped and rang, and another one. */
async function visitorOf(site: TestSite) {
  const browser = openBrowser(site);
  const number = shownNumber(await browser.visit());
  await browser.send({ type: 'tap', number });
  await ring(site, number);
  await visit(site);
  await drain(site);
  return { browser, number, visitor: bareId(browser.visitor) };
}

it('leaves no place of a caller behind', async () => {
  const site = await makeSite();
  await ring(site, numbers(1)[0] ?? '', { from: '+14155550123' });
  expect((await readOne(site, 'calls')).callerPlace.country).toBe('US');
  await forgetCaller(site, '+14155550123');
  await drain(site);
  const nowhere = { city: null, region: null, country: null };
  expect(await readOne(site, 'calls')).toMatchObject({ caller: null, callerPlace: nowhere });
  expect(await dumpPool(site)).not.toContain('"region":"CA"');
});

describe('a visitor who is to be forgotten', () => {
  it('is gone from the object and from D1', async () => {
    const site = await makeSite();
    const { visitor } = await visitorOf(site);
    expect(await dumpD1()).toContain(visitor);
    const response = await forgetVisitor(site, visitor);
    expect([response.status, await response.text()]).toEqual([204, '']);
    await drain(site);
    expect(await dumpD1()).not.toContain(visitor);
    expect(await dumpPool(site)).not.toContain(visitor);
    expect(await readAll(site, 'sessions')).toHaveLength(1);
  });

  it('is gone from what 0.1.0 wrote of visitors', async () => {
    const site = await makeSite();
    const { visitor } = await visitorOf(site);
    await env.DB.prepare('INSERT INTO visitors (site_id, id, first_seen_at) VALUES (?, ?, 1)')
      .bind(site.id, visitor)
      .run();
    await forgetVisitor(site, visitor);
    await drain(site);
    expect(await dumpD1()).not.toContain(visitor);
  });

  it('has given no phone any more', async () => {
    const site = await makeSite();
    const { browser, visitor } = await visitorOf(site);
    await browser.send({ type: 'identify', traits: { phone: CALLER } });
    expect(await ownRows(site, 'SELECT visitor_id FROM given_phones')).toEqual([
      { visitor_id: visitor },
    ]);
    await forgetVisitor(site, visitor);
    expect(await ownRows(site, 'SELECT * FROM given_phones')).toEqual([]);
  });

  it('leaves the call behind, as from nobody', async () => {
    const site = await makeSite();
    const { browser, visitor } = await visitorOf(site);
    expect((await readOne(site, 'calls')).match.session).toBe(browser.sessionId);
    await forgetVisitor(site, visitor);
    expect(await readOne(site, 'calls')).toMatchObject({
      caller: CALLER,
      match: { session: null, band: 'unattributed' },
      session: null,
    });
  });

  it('may be unknown, or forgotten already', async () => {
    const site = await makeSite();
    const { visitor } = await visitorOf(site);
    for (const id of ['ada', visitor, visitor]) {
      expect((await forgetVisitor(site, id)).status).toBe(204);
    }
  });

  it('is named by the bare id', async () => {
    const site = await makeSite();
    const { browser } = await visitorOf(site);
    const refusal = await refusalOf(await forgetVisitor(site, browser.visitor ?? ''));
    expect(refusal).toMatchObject({ status: 400, detail: expect.stringContaining('bare id') });
  });

  it('is gone from D1 though the object knew of that long ago only', async () => {
    const site = await makeSite();
    const { visitor } = await visitorOf(site);
    await advance(120 * 86_400);
    await forgetVisitor(site, visitor);
    await drain(site);
    expect(await dumpD1()).not.toContain(visitor);
  });

  it('is gone from D1 as soon as that is back', async () => {
    const site = await makeSite();
    const { visitor } = await visitorOf(site);
    const { pools, sites } = createServices(env, { mode: 'local', clock: localClock });
    const known = await sites.byKey(site.key);
    await breakDown({ d1: true });
    if (known) await pools.of(known).forgetVisitor(visitor);
    await drain(site);
    expect(await dumpD1()).toContain(visitor);
    await mendAll();
    await advance(3_600);
    expect(await dumpD1()).not.toContain(visitor);
  });

  it('is refused while the pool does not answer', async () => {
    const site = await makeSite();
    await breakDown({ pool: 'error' });
    expect(await refusalOf(await forgetVisitor(site, 'ada'))).toMatchObject({
      status: 503,
      code: 'pool_unavailable',
    });
  });
});

describe('a caller who is to be forgotten', () => {
  async function callOf(site: TestSite) {
    await ring(site, numbers(1)[0] ?? '');
    await drain(site);
    const { keyring } = createServices(env, { mode: 'local', clock: localClock });
    return (await sealCaller(keyring, site.id, CALLER)).hash;
  }

  it('is nobody whose phone a visitor gave', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    await browser.visit();
    await browser.send({ type: 'identify', traits: { phone: CALLER } });
    await forgetCaller(site, CALLER);
    expect(await ownRows(site, 'SELECT * FROM given_phones')).toEqual([]);
  });

  it('is gone from the object and from D1, and the call stays', async () => {
    const site = await makeSite();
    const hash = await callOf(site);
    expect(await dumpD1()).toContain(hash);
    const response = await forgetCaller(site, CALLER);
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect(await readOne(site, 'calls')).toMatchObject({ caller: null });
    expect(await dumpD1()).not.toContain(hash);
  });

  it('is forgotten on this site alone', async () => {
    const [here, there] = [await makeSite(), await makeSite()];
    for (const site of [here, there]) await callOf(site);
    await forgetCaller(here, CALLER);
    expect(await readOne(there, 'calls')).toMatchObject({ caller: CALLER });
  });

  it('does not come back with a call that was parked', async () => {
    const site = await makeSite();
    const { keyring, parkedCalls } = createServices(env, { mode: 'local', clock: localClock });
    const caller = await sealCaller(keyring, site.id, CALLER);
    const events = [
      {
        id: 'incoming',
        at: await now(),
        clock: 'arrival',
        number: numbers(1)[0] ?? '',
        caller,
        step: { type: 'received' },
      },
    ] as const;
    await parkedCalls.park(site.key, { provider: 'generic', providerCallId: 'a', events }, 'one');
    await forgetCaller(site, CALLER);
    await parkedCalls.deliver();
    expect(await readOne(site, 'calls')).toMatchObject({ caller: null });
    expect(await dumpPool(site)).not.toContain(caller.sealed);
  });

  it('may be unknown, or forgotten already', async () => {
    const site = await makeSite();
    await callOf(site);
    for (const number of ['+33639980002', CALLER, CALLER]) {
      expect((await forgetCaller(site, number)).status).toBe(204);
    }
  });

  it('is named by a number', async () => {
    const refusal = await refusalOf(await forgetCaller(await makeSite(), '0639980001'));
    expect(refusal).toMatchObject({ status: 400, detail: expect.stringContaining('E.164') });
  });
});

it('persons of a site that is not there cannot be forgotten', async () => {
  for (const response of [
    await forgetVisitor({ key: 'nobody' }, 'ada'),
    await forgetCaller({ key: 'nobody' }, CALLER),
  ]) {
    expect(await refusalOf(response)).toEqual({ status: 404, code: 'site_unknown' });
  }
});
