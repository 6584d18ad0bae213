import { env } from 'cloudflare:test';
import { afterEach, describe, expect, it } from 'vitest';
import type { HealthReport } from '../../../snippet/contract/wire.ts';
import { addSnippetHour } from '../../../worker/db/queries/snippet-hours.ts';
import { hourOfReport } from '../../../worker/domain/health/snippet-hour.ts';
import { ask, askAsAdmin, bearer, refusalOf } from '../support/ask.ts';
import { FIREFOX, PAGE_HEADERS } from '../support/browser.ts';
import { advance, breakDown, mendAll } from '../support/local.ts';
import { makeSite, ORIGIN, type TestSite } from '../support/make-site.ts';
import { hoursAgo } from '../support/pool-hours.ts';

afterEach(mendAll);

function post(body: unknown, headers: HeadersInit = PAGE_HEADERS): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return ask('/v1/health', { method: 'POST', headers, body: text });
}

function reportOf(site: TestSite, change: Partial<HealthReport> = {}): HealthReport {
  return { v: 1, site: site.key, swapMs: 120, swaps: 3, reverted: 0, errors: 0, ...change };
}

type Health = { reports: number; swaps: number; p50Ms: number | null; p95Ms: number | null };

async function read(site: TestSite, query = '') {
  const response = await ask(`/api/v1/health?site=${site.key}${query}`, {
    headers: bearer(site.apiKey),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return response.json<{ hours: (Health & { hour: number })[]; totals: Health }>();
}

describe('a report of a page view', () => {
  it('is answered 204 with nothing to read, which the page may read', async () => {
    const response = await post(reportOf(await makeSite()));
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN);
  });

  it('adds to its hour', async () => {
    const site = await makeSite();
    await post(reportOf(site));
    await post(reportOf(site, { swapMs: 4_000, swaps: 1, reverted: 1, errors: 2 }));
    await post(reportOf(site, { swapMs: null, swaps: 0 }));
    const { hours, totals } = await read(site);
    expect(hours).toEqual([{ hour: await hoursAgo(0), ...totals }]);
    expect(totals).toMatchObject({ reports: 3, swapped: 2, swaps: 4, reverted: 1, errors: 2 });
    expect(totals).toMatchObject({ p50Ms: 200, p95Ms: 4_700 });
  });

  it('of another hour is told apart', async () => {
    const site = await makeSite();
    await post(reportOf(site));
    await advance(3_600);
    await post(reportOf(site));
    const { hours } = await read(site);
    expect(hours.map(({ reports }) => reports)).toEqual([1, 1]);
    const [, second] = hours;
    expect((await read(site, `&from=${second?.hour}`)).totals.reports).toBe(1);
  });

  it('counts for no more than a page view can', async () => {
    const site = await makeSite();
    await post(reportOf(site, { swaps: 1e12 }));
    expect((await read(site)).totals.swaps).toBe(1_000);
  });

  it('is lost without a word while the database is down', async () => {
    const site = await makeSite();
    await post(reportOf(site));
    await breakDown({ d1: true });
    expect((await post(reportOf(site))).status).toBe(204);
    await mendAll();
    expect((await read(site)).totals.reports).toBe(1);
  });

  it('of a robot is dropped', async () => {
    const site = await makeSite();
    const headers = { ...PAGE_HEADERS, 'user-agent': `${FIREFOX} Googlebot/2.1` };
    expect((await post(reportOf(site), headers)).status).toBe(204);
    expect((await read(site)).totals.reports).toBe(0);
  });

  it('of a site that samples nothing is dropped', async () => {
    const site = await makeSite({ snippet: { health: 0 } });
    expect((await post(reportOf(site))).status).toBe(204);
    expect((await read(site)).totals.reports).toBe(0);
  });
});

describe('a report is refused', () => {
  const wrong: Record<string, object> = {
    'from before the page was opened': { swapMs: -1 },
    'of more than ten minutes': { swapMs: 600_001 },
    'without a time': { swapMs: undefined },
    'of less than nothing': { swaps: -1 },
    'of half a swap': { reverted: 0.5 },
    'of another version': { v: 2 },
  };
  for (const [what, change] of Object.entries(wrong)) {
    it(what, async () => {
      const response = await post({ ...reportOf(await makeSite()), ...change });
      expect(await refusalOf(response)).toMatchObject({ status: 400, code: 'body_invalid' });
    });
  }

  it('that is too large', async () => {
    expect(await refusalOf(await post(' '.repeat(4_097)))).toMatchObject({ status: 413 });
  });

  it('from another origin', async () => {
    const site = await makeSite();
    const response = await post(reportOf(site), {
      ...PAGE_HEADERS,
      origin: 'https://evil.example',
    });
    expect(await refusalOf(response)).toMatchObject({ status: 403, code: 'origin_refused' });
  });

  it('of no site', async () => {
    const response = await post({ ...reportOf(await makeSite()), site: 'nobody' });
    expect(await refusalOf(response)).toMatchObject({ status: 404, code: 'site_unknown' });
  });
});

describe('what was reported', () => {
  it('is read with a key of the site alone', async () => {
    const [here, there] = [await makeSite(), await makeSite()];
    await post(reportOf(here));
    expect((await read(there)).totals).toMatchObject({ reports: 0, p50Ms: null, p95Ms: null });
    const path = `/api/v1/health?site=${here.key}`;
    expect((await ask(path)).status).toBe(401);
    expect((await ask(path, { headers: bearer(there.apiKey) })).status).toBe(403);
  });

  it('is gone with its site, and does not come back', async () => {
    const site = await makeSite();
    await post(reportOf(site));
    await askAsAdmin('DELETE', `/api/v1/sites/${site.key}`);
    // From where the deletion has not been heard of yet.
    const { v, site: _, ...report } = reportOf(site);
    await addSnippetHour(env.DB, site, hourOfReport(report, Date.now()));
    const query = 'SELECT count(*) AS rows FROM snippet_hours WHERE site_id = ?';
    expect(await env.DB.prepare(query).bind(site.id).first('rows')).toBe(0);
  });
});
