import { createExecutionContext, env, runInDurableObject } from 'cloudflare:test';
import { afterEach, describe, expect, it } from 'vitest';
import { createApp } from '../../../worker/app.ts';
import { readSnapshot } from '../../../worker/db/queries/site-snapshot.ts';
import { localClock } from '../../../worker/local/clock.ts';
import { shardName } from '../../../worker/pool/shard-name.ts';
import { createServices } from '../../../worker/services.ts';
import { ADMIN_KEY, ask, askAsAdmin, bearer, PUBLIC_URL, refusalOf } from '../support/ask.ts';
import {
  firstSwap,
  openBrowser,
  postVisit,
  shownNumber,
  visit,
  visitBody,
} from '../support/browser.ts';
import { advance, breakDown, mendAll, now } from '../support/local.ts';
import {
  definePool,
  defineSite,
  makeSite,
  putSecrets,
  putSite,
  SECRETS,
  type TestSite,
} from '../support/make-site.ts';
import { dumpOwnTables } from '../support/own-tables.ts';
import { postGeneric, ring } from '../support/phone.ts';
import { dumpD1 } from '../support/pool.ts';
import { askReport, readAll } from '../support/read-reports.ts';

afterEach(mendAll);

const deleteSite = (site: { key: string }) => askAsAdmin('DELETE', `/api/v1/sites/${site.key}`);

/** A site on which somebody has rung, all of it in D1. */
async function usedSite(shards = 1): Promise<TestSite> {
  const site = await makeSite({ shards, ...definePool(6) });
  const browser = openBrowser(site);
  const number = shownNumber(await browser.visit());
  await browser.send({ type: 'tap', number });
  await ring(site, number);
  for (let more = 0; more < 3; more++) await visit(site);
  await advance(60);
  return site;
}

const published = (site: TestSite) => env.SITES.get(`site:${site.key}`);

/** Every text in the tables of every object of the site. */
async function dumpShards(site: TestSite, shards: number): Promise<string> {
  const dumps = Array.from({ length: shards }, (_, shard) =>
    runInDurableObject(
      env.POOL.get(env.POOL.idFromName(shardName(site.id, shard))),
      (_pool, { storage: { sql } }) => dumpOwnTables(sql),
    ),
  );
  return JSON.stringify(await Promise.all(dumps));
}

describe('a site that is deleted', () => {
  it('is answered without a word', async () => {
    const response = await deleteSite(await usedSite());
    expect([response.status, await response.text()]).toEqual([204, '']);
  });

  it('has no row left in D1', async () => {
    const site = await usedSite();
    expect(await dumpD1()).toContain(site.id);
    await deleteSite(site);
    expect(await dumpD1()).not.toContain(site.id);
  });

  it.each([1, 3])('has nothing left in its objects: %i', async (shards) => {
    const site = await usedSite(shards);
    expect(await dumpShards(site, shards)).toContain('+33199002');
    await deleteSite(site);
    const left = await dumpShards(site, shards);
    expect(left).not.toContain(site.id);
    expect(left).not.toMatch(/\+33|example\.com/);
  });

  it('has nothing left in KV', async () => {
    const site = await usedSite();
    const { parkedCalls } = createServices(env, { mode: 'local', clock: localClock });
    await parkedCalls.park(
      site.key,
      { provider: 'generic', providerCallId: 'a', events: [] },
      'one',
    );
    await deleteSite(site);
    const { keys } = await env.SITES.list();
    expect(keys.filter(({ name }) => name.includes(site.key))).toEqual([]);
  });

  const gone: [what: string, (site: TestSite) => Promise<Response>][] = [
    ['the snippet', (site) => ask(`/s/${site.key}.js`)],
    ['a visit', (site) => postVisit(visitBody(site))],
    ['a call', (site) => postGeneric(site, { v: 1, event: 'incoming', call: 'late', to: null })],
    ['its definition', (site) => askAsAdmin('GET', `/api/v1/sites/${site.key}`)],
    ['its keys', (site) => askAsAdmin('GET', `/api/v1/sites/${site.key}/api-keys`)],
    ['its status', (site) => askAsAdmin('GET', `/api/v1/sites/${site.key}/pool-status`)],
    [
      'a number for it',
      (site) =>
        askAsAdmin('POST', `/api/v1/sites/${site.key}/pools/website/numbers`, {
          numbers: ['+33199002009'],
        }),
    ],
    [
      'its calls, by the admin',
      (site) => ask(`/api/v1/calls?site=${site.key}`, { headers: bearer(ADMIN_KEY) }),
    ],
    ['being deleted once more', deleteSite],
  ];
  it.each(gone)('is unknown to whoever asks for %s', async (_what, asks) => {
    const site = await usedSite();
    await deleteSite(site);
    expect(await refusalOf(await asks(site))).toMatchObject({ status: 404, code: 'site_unknown' });
  });

  it('cannot be read with its own key', async () => {
    const site = await usedSite();
    await deleteSite(site);
    expect(await refusalOf(await askReport(site, 'calls'))).toMatchObject({
      status: 401,
      code: 'key_unknown',
    });
  });

  it('is not brought back by an isolate that has not heard of it', async () => {
    const site = await usedSite(2);
    const isolate = createServices(env, { mode: 'local', clock: localClock });
    const believed = await readSnapshot(env.DB, site.key, await now());
    if (believed === undefined) throw new Error('the site was never there');
    await deleteSite(site);
    const pool = isolate.pools.of(believed);
    const event = { id: 'incoming', at: 1, clock: 'arrival', step: { type: 'received' } } as const;
    await expect(
      pool.call({ provider: 'generic', providerCallId: 'late', events: [event] }),
    ).rejects.toThrow();
    await pool.applyInventory();
    await advance(60);
    expect(await dumpD1()).not.toContain(site.id);
    expect(await dumpShards(site, 2)).not.toContain('late');
  });

  it('takes nothing from another', async () => {
    const [site, other] = [await usedSite(), await usedSite()];
    const before = await readAll(other, 'sessions');
    await deleteSite(site);
    expect(await readAll(other, 'sessions')).toEqual(before);
    expect(await readAll(other, 'calls')).toHaveLength(1);
    expect(firstSwap(await visit(other)).grade).toBe('own');
  });

  it('leaves its key to another, which begins from nothing', async () => {
    const site = await usedSite();
    await deleteSite(site);
    expect(await putSite(site.key, defineSite())).toMatchObject({ version: 1 });
    expect(firstSwap(await visit(site)).grade).toBe('own');
    const { apiKey } = site;
    const read = await ask(`/api/v1/sessions?site=${site.key}`, { headers: bearer(apiKey) });
    expect(read.status).toBe(401);
  });

  it('may have had more than one statement deletes', async () => {
    const site = await makeSite();
    await env.DB.prepare(
      `INSERT INTO sessions (site_id, id, visitor_id, started_at, last_seen_at, grade, channel, source,
         medium, click_ids, landing_page, journey, rev)
       SELECT ?1, 's' || value, 'v', 0, 0, 'own', '', '', '', '{}', '', '[]', 1 FROM json_each(?2)`,
    )
      .bind(site.id, JSON.stringify(Array.from({ length: 12_000 }, (_, index) => index)))
      .run();
    expect((await deleteSite(site)).status).toBe(204);
    expect(await dumpD1()).not.toContain(site.id);
  });
});

it('a site that never was cannot be deleted', async () => {
  expect(await refusalOf(await deleteSite({ key: 'nobody' }))).toEqual({
    status: 404,
    code: 'site_unknown',
  });
});

describe('a deletion that was cut short', () => {
  it('by the pool: the site is gone for the world, and what is left goes the next time', async () => {
    const site = await usedSite();
    await breakDown({ pool: 'error' });
    expect(await refusalOf(await deleteSite(site))).toEqual({
      status: 503,
      code: 'pool_unavailable',
    });
    await mendAll();
    expect(await published(site)).toBeNull();
    expect((await ask(`/s/${site.key}.js`)).status).toBe(404);
    expect((await deleteSite(site)).status).toBe(204);
    expect(await dumpD1()).not.toContain(site.id);
    expect(await dumpShards(site, 1)).not.toContain(site.id);
  });

  it('by D1 before anything was done: nothing is gone', async () => {
    const site = await usedSite();
    await breakDown({ d1: true });
    expect((await deleteSite(site)).status).toBe(503);
    await mendAll();
    expect(await readAll(site, 'calls')).toHaveLength(1);
    expect((await deleteSite(site)).status).toBe(204);
  });

  it('by KV: the rest goes the next time', async () => {
    const site = await usedSite();
    await breakDown({ kv: true });
    expect((await deleteSite(site)).ok).toBe(false);
    await mendAll();
    expect((await deleteSite(site)).status).toBe(204);
    expect(await published(site)).toBeNull();
    expect(await dumpD1()).not.toContain(site.id);
  });

  const app = createApp({ mode: 'local', clock: localClock });
  /** Asks a worker whose D1 fails as soon as it is to delete from a table. */
  const deleteFailingAt = (site: TestSite, table: string) => {
    const failing = new Proxy(env.DB, {
      get: (d1, name) => {
        if (name !== 'prepare') {
          const value = Reflect.get(d1, name);
          return typeof value === 'function' ? value.bind(d1) : value;
        }
        return (query: string) => {
          if (new RegExp(`^delete from "?${table}\\b`, 'i').test(query)) {
            throw new Error('D1_ERROR: D1 DB is overloaded.');
          }
          return d1.prepare(query);
        };
      },
    });
    const request = new Request(`${PUBLIC_URL}/api/v1/sites/${site.key}`, {
      method: 'DELETE',
      headers: bearer(ADMIN_KEY),
    });
    return app.fetch(request, { ...env, DB: failing }, createExecutionContext());
  };

  it.each(['sessions', 'calls', 'pool_hours', 'tracking_numbers', 'api_keys', 'sites'])(
    'at %s: the rest goes the next time',
    async (table) => {
      const site = await usedSite();
      expect(await refusalOf(await deleteFailingAt(site, table))).toEqual({
        status: 503,
        code: 'storage_unavailable',
      });
      expect(await dumpD1()).toContain(site.id);
      expect((await deleteSite(site)).status).toBe(204);
      expect(await dumpD1()).not.toContain(site.id);
    },
  );

  it('is completed though another site has the key by then, which goes with it', async () => {
    const site = await usedSite();
    await deleteFailingAt(site, 'calls');
    await putSite(site.key, defineSite({ name: 'New' }));
    await putSecrets(site.key, 'generic', [SECRETS.generic]);
    expect(firstSwap(await visit(site)).grade).toBe('own');
    expect((await deleteSite(site)).status).toBe(204);
    expect(await dumpD1()).not.toContain(site.id);
    expect(await dumpD1()).not.toContain(`"${site.key}`);
  });
});
