import { env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { upsertRows } from '../../../worker/db/queries/upsert-rows.ts';
import * as schema from '../../../worker/db/schema/index.ts';
import { newId } from '../../../worker/domain/ids.ts';
import { traceReader } from '../../../worker/domain/replay/read-trace.ts';
import type { TraceEvent } from '../../../worker/domain/replay/trace-event.ts';
import { mondayBefore } from '../../../worker/domain/replay/trace-of.ts';
import { ask, bearer } from '../support/ask.ts';
import { bareId, openBrowser, shownNumber } from '../support/browser.ts';
import { correct } from '../support/corrections.ts';
import { advance, now } from '../support/local.ts';
import { makeSite, ORIGIN, TARGET, type TestSite } from '../support/make-site.ts';
import { CALLER, ring } from '../support/phone.ts';
import { drain } from '../support/pool.ts';
import { latestCall } from '../support/spam.ts';

function askTrace(site: TestSite, query = '', key = site.apiKey): Promise<Response> {
  return ask(`/api/v1/trace?site=${site.key}${query}`, { headers: bearer(key) });
}

async function traceOf(site: TestSite, query = ''): Promise<TraceEvent[]> {
  await drain(site);
  const response = await askTrace(site, query);
  expect([response.status, response.headers.get('content-type')]).toEqual([
    200,
    'application/x-ndjson',
  ]);
  const text = new TextDecoder().decode(await response.arrayBuffer());
  const lines = text.split('\n').filter(Boolean);
  const read = traceReader();
  return lines.flatMap((line) => read(line) ?? []);
}

/** Sessions and calls as the outbox would write them, one of each in every millisecond. */
async function haveMany(site: TestSite, from: number, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => {
    const at = from + index;
    return { site_id: site.id, id: newId(at, new Uint8Array(20)), started_at: at, rev: 1 };
  });
  const visits = rows.map((row) => ({
    ...row,
    visitor_id: row.id,
    last_seen_at: row.started_at + 5_000,
    grade: 'none',
    channel: 'Direct',
    source: 'one',
    medium: 'x',
    click_ids: {},
    landing_page: '/',
    journey: [],
  }));
  const calls = rows.map((row) => ({
    ...row,
    provider: 'generic',
    provider_call_id: row.id,
    number: '+33199002000',
    band: 'unattributed',
    confidence: 0,
    reasons: [],
    events: [],
  }));
  await env.DB.batch([
    ...upsertRows(env.DB, schema.sessions, visits, 'newer'),
    ...upsertRows(env.DB, schema.calls, calls, 'newer'),
  ]);
}

const types = (events: readonly TraceEvent[]) => events.map(({ type }) => type);

describe('a trace of a site', () => {
  it('tells what visitors and callers did, in the order of time', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    const from = await now();
    const number = shownNumber(
      await browser.visit({ touch: { utm_source: 'one', utm_medium: 'x' } }),
    );
    await advance(10);
    await browser.visit({ page: { url: `${ORIGIN}/contact` } });
    await advance(10);
    await browser.send({ type: 'tap', number });
    await advance(3);
    await ring(site, number);
    const events = await traceOf(site, `&from=${from}`);
    expect(types(events)).toEqual(['visit', 'visit', 'tap', 'leave', 'call']);
    expect(events[0]).toMatchObject({ visitor: bareId(browser.visitor), source: 'one / x' });
    expect(events[0]?.t).toBeCloseTo((from - mondayBefore(from, 0)) / 1_000, 0);
    expect(Math.round((events[4]?.t ?? 0) - (events[0]?.t ?? 0))).toBe(23);
  });

  it('names who called where that is certain, or the owner said so, and nobody else', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    const number = shownNumber(await browser.visit());
    await advance(20);
    await ring(site, number);
    const { id, match } = await latestCall(site);
    expect(match.band).toBe('high');
    expect((await traceOf(site)).at(-1)).toMatchObject({
      known: false,
      cause: null,
      number_of: bareId(browser.visitor),
    });
    await correct(site, id, browser.sessionId);
    const told = (await traceOf(site)).at(-1);
    expect(told).toMatchObject({ cause: bareId(browser.visitor) });
    expect(told?.known).toBe(true);
    await correct(site, id, null);
    const nobody = (await traceOf(site)).at(-1);
    expect(nobody).toMatchObject({ cause: null });
    expect(nobody?.known).toBe(true);
  });

  it('tells callers apart, and not who they are', async () => {
    const site = await makeSite();
    const number = shownNumber(await openBrowser(site).visit());
    for (const from of [CALLER, '+33639980009', CALLER, null]) await ring(site, number, { from });
    const callers = (await traceOf(site)).flatMap(({ type, caller }) =>
      type === 'call' ? [caller] : [],
    );
    expect(callers).toEqual([
      expect.stringMatching(/^[\w-]{12}$/),
      expect.stringMatching(/^[\w-]{12}$/),
      callers[0],
      null,
    ]);
    expect(callers[1]).not.toBe(callers[0]);
  });

  it('leaves out what pools have nothing to do with', async () => {
    const poster = { number: '+33199003000', target: TARGET, label: 'P', source: 'poster' };
    const site = await makeSite({ staticNumbers: [poster] });
    await openBrowser(site).visit({ touch: { utm_source: 'poster' } });
    await ring(site, poster.number);
    expect(await traceOf(site)).toEqual([]);
  });

  it('of more sessions and calls than are read at once is whole', async () => {
    const site = await makeSite();
    const from = await now();
    await haveMany(site, from, 1_201);
    const events = await traceOf(site, `&from=${from}&to=${from + 10_000}`);
    for (const type of ['visit', 'leave', 'call']) {
      expect(types(events).filter((each) => each === type)).toHaveLength(1_201);
    }
    const times = events.map(({ t }) => t);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('is the owner’s alone', async () => {
    const site = await makeSite();
    const other = await makeSite();
    expect((await askTrace(site, '', other.apiKey)).status).toBe(403);
    expect((await askTrace(site, '', 'no-key')).status).toBe(401);
    expect((await askTrace(site, '&from=2&to=1')).status).toBe(400);
  });
});
