import { afterEach, describe, expect, it } from 'vitest';
import type { VisitReply } from '../../../snippet/contract/wire.ts';
import { ask, bearer, refusalOf } from '../support/ask.ts';
import {
  firstSwap,
  PAGE_HEADERS,
  postVisit,
  randomId,
  shownNumber,
  visit,
  visitBody,
} from '../support/browser.ts';
import { advance, breakDown, mendAll, now } from '../support/local.ts';
import { makeSite, numbers, TARGET } from '../support/make-site.ts';
import { postTwilio, ring, signedGeneric } from '../support/phone.ts';
import { ownRows } from '../support/pool.ts';
import { askReport, readPage } from '../support/read-reports.ts';

afterEach(mendAll);

const DEMO = { key: 'demo' };
const DEMO_PAGE = { ...PAGE_HEADERS, origin: 'http://localhost:8787' };
const visitDemo = async (view = randomId()) =>
  (await postVisit(visitBody(DEMO, { view }), DEMO_PAGE)).json<VisitReply>();
const seed = () => ask('/_local/seed', { method: 'POST' });
const postLocal = (path: string, body: unknown) =>
  ask(path, { method: 'POST', body: JSON.stringify(body) });

describe('the demo site', () => {
  it('leases its ten numbers in place of its target', async () => {
    await seed();
    const swap = firstSwap(await visitDemo());
    expect(swap.target).toBe(TARGET);
    expect(numbers(10)).toContain(swap.number.e164);
  });

  it('allows pages of this machine on any port', async () => {
    await seed();
    for (const origin of ['http://localhost:8787', 'http://127.0.0.1:3000', 'http://[::1]:80']) {
      const response = await postVisit(visitBody(DEMO), { ...PAGE_HEADERS, origin });
      expect(response.status).toBe(200);
    }
  });

  it('takes calls signed with its Twilio token', async () => {
    await seed();
    const fields = { CallSid: 'CA1', From: '+33639980001', To: shownNumber(await visitDemo()) };
    const response = await postTwilio(DEMO, undefined, fields, 'demo-twilio-token');
    expect(await response.text()).toContain(`>${TARGET}</Number>`);
  });

  it('is read with its API key', async () => {
    await seed();
    const headers = bearer('demo-api-key');
    expect((await ask('/api/v1/calls?site=demo', { headers })).status).toBe(200);
  });

  it('keeps what has happened when it is seeded again', async () => {
    await seed();
    const before = await visitDemo('before-the-seed');
    await seed();
    expect(await visitDemo('before-the-seed')).toEqual(before);
  });

  it('has a shop that shows its number in several ways, and the tag', async () => {
    const html = await (await ask('/demo/')).text();
    for (const written of [
      '01 99 00 12 34',
      '01.99.00.12.34',
      '01-99-00-12-34',
      'href="tel:+33199001234"',
      'src="/s/demo.js"',
    ]) {
      expect(html).toContain(written);
    }
  });
});

describe('/_local/clock', () => {
  it('moves the time of worker and objects', async () => {
    const site = await makeSite();
    await advance(86_400);
    await visit(site);
    const [lease] = await ownRows<{ started_at: number }>(site, 'SELECT started_at FROM leases');
    expect(lease?.started_at).toBeGreaterThan(Date.now() + 86_000_000);
  });

  it('runs the alarms that have become due', async () => {
    const site = await makeSite();
    await visit(site);
    await advance(8);
    expect((await readPage(site, 'sessions')).rows).toHaveLength(1);
  });

  it('never goes back', async () => {
    const response = await postLocal('/_local/clock', { advanceSeconds: -1 });
    expect(await refusalOf(response)).toMatchObject({ status: 400, code: 'body_invalid' });
  });

  it('still lets a provider go by the world’s time', async () => {
    const site = await makeSite();
    await advance(86_400);
    const text = JSON.stringify({ v: 1, event: 'incoming', call: 'c', to: numbers(1)[0] });
    const real = Math.floor(Date.now() / 1_000);
    const { body, headers } = await signedGeneric(text, undefined, real);
    const response = await ask(`/v1/calls/generic/${site.key}`, { method: 'POST', headers, body });
    expect(response.status).toBe(200);
  });

  it('puts a provider’s times into the world’s time', async () => {
    const site = await makeSite();
    await advance(86_400);
    await ring(site, numbers(1)[0] ?? '', { at: Date.now() });
    await advance(1);
    const [call] = (await readPage(site, 'calls')).rows;
    expect(Math.abs((call?.startedAt ?? 0) - (await now()))).toBeLessThan(60_000);
  });
});

describe('/_local/fail', () => {
  it('breaks D1 for reports', async () => {
    const site = await makeSite();
    await breakDown({ d1: true });
    expect((await askReport(site, 'calls')).status).toBe(503);
  });

  it('breaks only what it names', async () => {
    await breakDown({ d1: true });
    const response = await postLocal('/_local/fail', { kv: true });
    expect(await response.json()).toEqual({ d1: true, kv: true, pool: null });
  });

  it('mends what it broke', async () => {
    const site = await makeSite();
    await breakDown({ d1: true, kv: true, pool: 'error' });
    await mendAll();
    expect((await askReport(site, 'calls')).status).toBe(200);
  });

  it('is refused what it does not know', async () => {
    const response = await postLocal('/_local/fail', { pool: 'explode' });
    expect(await refusalOf(response)).toMatchObject({ status: 400, code: 'body_invalid' });
  });
});

it('there is nothing else under /_local', async () => {
  expect((await ask('/_local/shell', { method: 'POST' })).status).toBe(404);
});
