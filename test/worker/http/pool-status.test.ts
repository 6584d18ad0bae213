import { env } from 'cloudflare:test';
import { afterEach, describe, expect, it } from 'vitest';
import { askAsAdmin, refusalOf } from '../support/ask.ts';
import { openBrowser, shownNumber, visit } from '../support/browser.ts';
import { advance, breakDown, mendAll } from '../support/local.ts';
import { definePool, defineSite, makeSite, putSite, type TestSite } from '../support/make-site.ts';
import { ring } from '../support/phone.ts';
import { drain } from '../support/pool.ts';
import { readAll } from '../support/read-reports.ts';

afterEach(mendAll);

type Shard = {
  shard: number;
  inventoryVersion: number;
  unsent: number;
  failures: number;
  retryAt: number | null;
  setAside: unknown[];
};

const ask = (site: { key: string }) => askAsAdmin('GET', `/api/v1/sites/${site.key}/pool-status`);
const rebuild = (site: { key: string }) => askAsAdmin('POST', `/api/v1/sites/${site.key}/rebuild`);

async function statusOf(site: TestSite): Promise<Shard[]> {
  const response = await ask(site);
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json<{ shards: Shard[] }>()).shards;
}

describe('the status of a pool', () => {
  it('is told of every shard that there ever was', async () => {
    const site = await makeSite({ shards: 3 });
    const { version } = await putSite(site.key, defineSite({ shards: 2 }));
    expect(
      (await statusOf(site)).map(({ shard, inventoryVersion }) => [shard, inventoryVersion]),
    ).toEqual([0, 1, 2].map((shard) => [shard, version]));
  });

  it('says that D1 has everything', async () => {
    const site = await makeSite();
    await visit(site);
    await drain(site);
    expect(await statusOf(site)).toMatchObject([
      { unsent: 0, failures: 0, retryAt: null, setAside: [] },
    ]);
  });

  it('says what D1 lacks, and when it is tried again', async () => {
    const site = await makeSite();
    await breakDown({ d1: true });
    await visit(site);
    await drain(site);
    await mendAll();
    const [shard] = await statusOf(site);
    expect(shard?.unsent).toBeGreaterThan(0);
    expect(shard?.failures).toBe(1);
    expect(shard?.retryAt).toEqual(expect.any(Number));
  });
});

describe('a database that has lost what happened', () => {
  async function lostSite(shards = 1) {
    const site = await makeSite({ shards, ...definePool(6) });
    const browser = openBrowser(site);
    await ring(site, shownNumber(await browser.visit()));
    await visit(site);
    await advance(60);
    const before = {
      sessions: await readAll(site, 'sessions'),
      calls: await readAll(site, 'calls'),
    };
    for (const table of ['sessions', 'leases', 'calls']) {
      await env.DB.prepare(`DELETE FROM ${table} WHERE site_id = ?`).bind(site.id).run();
    }
    return { site, before };
  }

  it.each([1, 2])('is filled again from the objects: %i', async (shards) => {
    const { site, before } = await lostSite(shards);
    expect(await readAll(site, 'sessions')).toEqual([]);
    const response = await rebuild(site);
    expect([response.status, await response.text()]).toEqual([202, '']);
    await advance(60);
    expect(await readAll(site, 'sessions')).toEqual(before.sessions);
    expect(await readAll(site, 'calls')).toEqual(before.calls);
  });

  it('may have lost nothing, which changes nothing', async () => {
    const site = await makeSite();
    await visit(site);
    const before = await readAll(site, 'sessions');
    await rebuild(site);
    expect(await readAll(site, 'sessions')).toEqual(before);
  });
});

describe.each([
  ['status', ask],
  ['rebuild', rebuild],
])('%s', (_what, asks) => {
  it('is of a site that exists', async () => {
    expect(await refusalOf(await asks({ key: 'nobody' }))).toEqual({
      status: 404,
      code: 'site_unknown',
    });
  });

  it('is refused while the pool does not answer', async () => {
    const site = await makeSite();
    await breakDown({ pool: 'error' });
    expect(await refusalOf(await asks(site))).toEqual({ status: 503, code: 'pool_unavailable' });
  });
});
