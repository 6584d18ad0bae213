import { env } from 'cloudflare:test';
import { afterEach, describe, expect, it } from 'vitest';
import { upsertRows } from '../../../worker/db/queries/upsert-rows.ts';
import { calls } from '../../../worker/db/schema/index.ts';
import { idAtTime } from '../../../worker/domain/ids.ts';
import { ADMIN_KEY, ask, basic, bearer, refusalOf } from '../support/ask.ts';
import { openBrowser, shownNumber, visit } from '../support/browser.ts';
import { advance, mendAll, now } from '../support/local.ts';
import { definePool, makeSite, type TestSite } from '../support/make-site.ts';
import { ring } from '../support/phone.ts';
import { drain } from '../support/pool.ts';
import { askReport, readAll, readOne, readPage } from '../support/read-reports.ts';

afterEach(mendAll);

const LISTS = ['calls', 'sessions', 'leases'] as const;

/** Calls of one site as the outbox would write them, one for each start. */
async function haveCalls(site: TestSite, starts: readonly number[]): Promise<void> {
  const rows = starts.map((started_at, index) => ({
    site_id: site.id,
    id: idAtTime(started_at + index),
    provider: 'generic',
    provider_call_id: `call-${index}`,
    started_at,
    band: 'unattributed',
    confidence: 0,
    reasons: [],
    events: [],
    rev: 1,
  }));
  await env.DB.batch(upsertRows(env.DB, calls, rows, 'newer'));
}

/** Every id of a list, page by page. */
async function walk(
  site: TestSite,
  list: (typeof LISTS)[number],
  limit: number,
): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = cursor === '' ? { limit } : { limit, cursor };
    const page: Awaited<ReturnType<typeof readPage>> = await readPage(site, list, query);
    ids.push(...page.rows.map(({ id }) => id));
    cursor = page.next;
  }
  return ids;
}

describe.each(LISTS)('GET /api/v1/%s', (list) => {
  const path = (site: TestSite) => `/api/v1/${list}?site=${site.key}`;

  it('takes the key as a bearer token', async () => {
    const site = await makeSite();
    expect((await ask(path(site), { headers: bearer(site.apiKey) })).status).toBe(200);
  });

  it('takes the key as the password of basic auth', async () => {
    const site = await makeSite();
    expect((await ask(path(site), { headers: basic(site.apiKey, 'anybody') })).status).toBe(200);
  });

  it('takes the admin key', async () => {
    const site = await makeSite();
    expect((await ask(path(site), { headers: bearer(ADMIN_KEY) })).status).toBe(200);
  });

  it('is refused without a key, and a browser asks for it', async () => {
    const site = await makeSite();
    const response = await ask(path(site));
    expect(response.headers.get('www-authenticate')).toMatch(/^Basic /);
    expect(await refusalOf(response)).toEqual({ status: 401, code: 'key_missing' });
  });

  it('is refused with an unknown key', async () => {
    const site = await makeSite();
    const response = await ask(path(site), { headers: bearer('rt_unknown') });
    expect(await refusalOf(response)).toEqual({ status: 401, code: 'key_unknown' });
  });

  it('is refused with a revoked key', async () => {
    const site = await makeSite();
    await env.DB.prepare('UPDATE api_keys SET revoked_at = 1 WHERE site_id = ?')
      .bind(site.id)
      .run();
    const response = await ask(path(site), { headers: bearer(site.apiKey) });
    expect(await refusalOf(response)).toEqual({ status: 401, code: 'key_unknown' });
  });

  it("is refused with another site's key", async () => {
    const [here, there] = [await makeSite(), await makeSite()];
    const response = await ask(path(here), { headers: bearer(there.apiKey) });
    expect(await refusalOf(response)).toEqual({ status: 403, code: 'site_forbidden' });
  });

  it('is refused for a site that does not exist', async () => {
    const site = await makeSite();
    const headers = bearer(site.apiKey);
    const response = await ask(`/api/v1/${list}?site=nobody`, { headers });
    expect(await refusalOf(response)).toEqual({ status: 404, code: 'site_unknown' });
  });

  for (const header of ['', 'Bearer', 'Bearer ', 'Basic !', 'Digest abc', 'Basic Og==']) {
    it(`is refused with the header "${header}"`, async () => {
      const site = await makeSite();
      const response = await ask(path(site), { headers: { authorization: header } });
      expect(response.status).toBe(401);
    });
  }

  it('is empty before anything happens', async () => {
    const site = await makeSite();
    expect(await (await askReport(site, list)).json()).toEqual({ [list]: [], next: null });
  });

  const wrong = {
    'a limit of 0': { limit: 0 },
    'a limit of 1001': { limit: 1_001 },
    'a limit of 1.5': { limit: 1.5 },
    'a limit in words': { limit: 'all' },
    'a date in words': { from: 'yesterday' },
    'a negative date': { to: -1 },
    'a cursor that is no base64': { cursor: '%%%' },
    'a cursor that nobody gave out': { cursor: btoa('1 or 1=1') },
    'an empty cursor': { cursor: '' },
  };
  for (const [what, query] of Object.entries(wrong)) {
    it(`is refused with ${what}`, async () => {
      const site = await makeSite();
      const response = await askReport(site, list, query);
      expect(await refusalOf(response)).toMatchObject({ status: 400, code: 'query_invalid' });
    });
  }

  it('is refused without a site', async () => {
    const { apiKey } = await makeSite();
    const response = await ask(`/api/v1/${list}`, { headers: bearer(apiKey) });
    expect(await refusalOf(response)).toMatchObject({ status: 400, code: 'query_invalid' });
  });
});

describe('a list', () => {
  it('comes newest first', async () => {
    const site = await makeSite();
    const first = await visit(site);
    await advance(1);
    const second = await visit(site);
    const ids = (await readAll(site, 'sessions')).map(({ id }) => id);
    expect(ids).toEqual([second, first].map(({ session }) => session?.split('.')[0]));
  });

  for (const limit of [1, 2, 3, 7, 100]) {
    it(`of calls, ${limit} at a time, has each exactly once though many began at once`, async () => {
      const site = await makeSite();
      await haveCalls(site, [5_000, 5_000, 5_000, 5_000, 6_000, 6_000, 7_000]);
      const ids = await walk(site, 'calls', limit);
      expect([ids.length, new Set(ids).size]).toEqual([7, 7]);
    });
  }

  for (const list of ['sessions', 'leases'] as const) {
    it(`of ${list}, page by page, has each exactly once though many began at once`, async () => {
      const site = await makeSite();
      await Promise.all(Array.from({ length: 7 }, () => visit(site)));
      await drain(site);
      const ids = await walk(site, list, 3);
      expect([ids.length, new Set(ids).size]).toEqual([7, 7]);
    });
  }

  for (const list of LISTS) {
    it(`of ${list} names no next page where the last one is full`, async () => {
      const site = await makeSite();
      for (let times = 0; times < 4; times++) {
        await ring(site, shownNumber(await visit(site)));
      }
      await drain(site);
      const first = await readPage(site, list, { limit: 2 });
      const last = await readPage(site, list, { limit: 2, cursor: first.next ?? '' });
      expect([first.rows.length, last.rows.length, last.next]).toEqual([2, 2, null]);
    });
  }

  it('is not disturbed by what arrives while it is read', async () => {
    const site = await makeSite();
    await haveCalls(site, [5_000, 6_000, 7_000]);
    const { next } = await readPage(site, 'calls', { limit: 2 });
    await haveCalls(site, [5_000, 6_000, 7_000, 8_000]);
    const { rows } = await readPage(site, 'calls', { limit: 2, cursor: next ?? '' });
    expect(rows.map(({ startedAt }) => startedAt)).toEqual([5_000]);
  });

  it('of calls begins at `from` and ends before `to`', async () => {
    const site = await makeSite();
    await haveCalls(site, [4_999, 5_000, 5_999, 6_000]);
    const { rows } = await readPage(site, 'calls', { from: 5_000, to: 6_000 });
    expect(rows.map(({ startedAt }) => startedAt)).toEqual([5_999, 5_000]);
  });

  for (const list of ['sessions', 'leases'] as const) {
    it(`of ${list} begins at \`from\` and ends before \`to\``, async () => {
      const site = await makeSite();
      for (let visits = 0; visits < 3; visits++) {
        await visit(site);
        await advance(1);
      }
      const [newest, middle] = await readAll(site, list);
      const query = { from: middle?.startedAt ?? 0, to: newest?.startedAt ?? 0 };
      expect((await readPage(site, list, query)).rows).toEqual([middle]);
    });
  }

  it('keeps its bounds from page to page', async () => {
    const site = await makeSite();
    await haveCalls(site, [4_000, 5_000, 5_500, 6_000]);
    const { next } = await readPage(site, 'calls', { from: 5_000, limit: 2 });
    const query = { from: 5_000, limit: 2, cursor: next ?? '' };
    expect((await readPage(site, 'calls', query)).rows.map((row) => row.startedAt)).toEqual([
      5_000,
    ]);
  });

  it('has a hundred rows unless told', async () => {
    const site = await makeSite();
    await haveCalls(
      site,
      Array.from({ length: 101 }, (_, index) => index * 1_000),
    );
    expect((await readPage(site, 'calls')).rows).toHaveLength(100);
  });
});

describe('a lease', () => {
  it('has no end while its number is with the session', async () => {
    const site = await makeSite();
    await visit(site);
    await advance(299);
    expect((await readOne(site, 'leases')).endedAt).toBeNull();
  });

  it('ends a hold time after it was last seen', async () => {
    const site = await makeSite(definePool(1, 60));
    await visit(site);
    await advance(60);
    const { lastSeenAt, endedAt } = await readOne(site, 'leases');
    expect(endedAt).toBe(lastSeenAt + 60_000);
  });

  it('ends where a new session of the same visitor takes the number over', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    await browser.visit();
    await advance(10);
    await browser.visit({ touch: { utm_campaign: 'summer' } });
    const [newer, older] = await readAll(site, 'leases');
    expect(older?.endedAt).toBe(newer?.startedAt);
    expect(newer?.endedAt).toBeNull();
  });

  it('names its number, session, target and grade', async () => {
    const site = await makeSite(definePool(1));
    const browser = openBrowser(site);
    await browser.visit();
    expect(await readOne(site, 'leases')).toMatchObject({
      number: '+33199002000',
      target: '+33199001234',
      pool: 'website',
      session: browser.sessionId,
      grade: 'own',
    });
  });
});

it('times are epoch milliseconds and in order', async () => {
  const site = await makeSite();
  const before = await now();
  await visit(site);
  const { startedAt, lastSeenAt } = await readOne(site, 'sessions');
  expect(startedAt).toBeGreaterThanOrEqual(before);
  expect(lastSeenAt).toBeGreaterThanOrEqual(startedAt);
});

it('a call is listed without the events it was put together from', async () => {
  const site = await makeSite();
  await ring(site, '+33199002000');
  expect(await readOne(site, 'calls')).not.toHaveProperty('events');
});
