import type { z } from '@hono/zod-openapi';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../../worker/domain/time.ts';
import type { poolsReplySchema, sizingSchema } from '../../../worker/http/pools-schema.ts';
import { ask, bearer, refusalOf } from '../support/ask.ts';
import { visit } from '../support/browser.ts';
import { advance, now } from '../support/local.ts';
import { definePool, makeSite, numbers, type TestSite } from '../support/make-site.ts';
import { drain } from '../support/pool.ts';
import { havePoolHours, hoursAgo } from '../support/pool-hours.ts';

type Query = Record<string, string | number>;
type Pools = z.infer<typeof poolsReplySchema>;
type Sizing = z.infer<typeof sizingSchema>;

/** The path of a report, with the site's key in its query. */
function pathOf(site: TestSite, path: string, query: Query = {}): string {
  const search = new URLSearchParams({ site: site.key });
  for (const [name, value] of Object.entries(query)) search.set(name, String(value));
  return `/api/v1/pools${path}?${search}`;
}

function get(site: TestSite, path: string, query?: Query): Promise<Response> {
  return ask(pathOf(site, path, query), { headers: bearer(site.apiKey) });
}

async function read<T>(site: TestSite, path: string, query?: Query): Promise<T> {
  const response = await get(site, path, query);
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return response.json();
}

const readPools = (site: TestSite, query?: Query) => read<Pools>(site, '', query);
const readSizing = (site: TestSite, query?: Query) => read<Sizing>(site, '/website/sizing', query);

/** Sixty visitors in one hour, who kept a number for ten minutes. */
const BUSY = {
  arrivals: 60,
  own: 55,
  shared: 3,
  none: 2,
  exhausted: 5,
  samples: 4,
  held_sum: 36,
  held_peak: 10,
  reused: 50,
  held_ms: 50 * 600_000,
  rest_ms: 50 * 30_000,
};

const PATHS = ['', '/website/sizing'];

describe.each(PATHS)('GET /api/v1/pools%s', (path) => {
  it('is refused without a key', async () => {
    const response = await ask(pathOf(await makeSite(), path));
    expect(await refusalOf(response)).toEqual({ status: 401, code: 'key_missing' });
  });

  it("is refused with another site's key", async () => {
    const [here, there] = [await makeSite(), await makeSite()];
    const response = await ask(pathOf(here, path), { headers: bearer(there.apiKey) });
    expect(await refusalOf(response)).toEqual({ status: 403, code: 'site_forbidden' });
  });

  it('is refused for a site that does not exist', async () => {
    const { apiKey } = await makeSite();
    const response = await ask(`/api/v1/pools${path}?site=nobody`, { headers: bearer(apiKey) });
    expect(await refusalOf(response)).toEqual({ status: 404, code: 'site_unknown' });
  });

  it('is refused without a site', async () => {
    const { apiKey } = await makeSite();
    const response = await ask(`/api/v1/pools${path}`, { headers: bearer(apiKey) });
    expect(await refusalOf(response)).toMatchObject({ status: 400, code: 'query_invalid' });
  });

  const wrong = {
    'a date in words': { from: 'yesterday' },
    'a window that ends before it begins': { from: 2, to: 1 },
    'an empty window': { from: 5, to: 5 },
    'more than 92 days': { from: 0, to: 92 * DAY + 1 },
    'a beginning more than 92 days ago': { from: 0 },
  };
  for (const [what, query] of Object.entries(wrong)) {
    it(`is refused with ${what}`, async () => {
      const response = await get(await makeSite(), path, query);
      expect(await refusalOf(response)).toMatchObject({ status: 400, code: 'query_invalid' });
    });
  }

  it('is about the last seven days unless told', async () => {
    const site = await makeSite();
    const { from, to } = await read<{ from: number; to: number }>(site, path);
    expect(to - from).toBe(7 * DAY);
    expect(Math.abs(to - (await now()))).toBeLessThan(60_000);
  });

  it('may be about 92 days', async () => {
    const query = { from: DAY, to: 93 * DAY };
    expect(await read(await makeSite(), path, query)).toMatchObject(query);
  });
});

describe('the pools of a site', () => {
  it('are listed with how many numbers they have, and their settings', async () => {
    const settings = {
      holdSeconds: 120,
      paused: true,
      share: false,
      fallback: null,
      prefer: 'target',
      networkShare: 0.5,
    } as const;
    const site = await makeSite(definePool(10, 120, settings));
    expect((await readPools(site)).pools).toMatchObject([
      { name: 'website', numbers: 10, settings },
    ]);
  });

  it('have no hours before anybody came', async () => {
    const { pools } = await readPools(await makeSite());
    expect(pools[0]?.hours).toEqual([]);
    expect(pools[0]?.totals).toMatchObject({ arrivals: 0, meanLeases: null, peakLeases: 0 });
  });

  it('are none where there are none', async () => {
    const site = await makeSite({ pools: [], targets: [{ number: '+33199001234' }] });
    expect((await readPools(site)).pools).toEqual([]);
  });

  it('tell of each hour what visitors were shown, and how the numbers were used', async () => {
    const site = await makeSite();
    const hour = await hoursAgo(1);
    await havePoolHours(site.id, { hour, ...BUSY });
    const { pools } = await readPools(site);
    const use = {
      numbers: 10,
      arrivals: 60,
      own: 55,
      shared: 3,
      fallback: 0,
      none: 2,
      exhausted: 5,
      meanLeases: 9,
      peakLeases: 10,
      meanHoldSeconds: 600,
      meanCoolDownSeconds: 30,
    };
    expect(pools[0]?.hours).toEqual([{ hour, ...use }]);
    expect(pools[0]?.totals).toEqual(use);
  });

  it('count a visit a few minutes after it was made', async () => {
    const site = await makeSite();
    await visit(site);
    await advance(360);
    await drain(site);
    expect((await readPools(site)).pools[0]?.hours).toMatchObject([
      { numbers: 10, arrivals: 1, own: 1, exhausted: 0, peakLeases: 1 },
    ]);
  });

  it('add up their shards, and the hours of the window', async () => {
    const site = await makeSite();
    const [first, second] = [await hoursAgo(2), await hoursAgo(1)];
    await havePoolHours(
      site.id,
      { hour: first, shard: 0, numbers: 6, arrivals: 4, samples: 2, held_sum: 8, held_peak: 5 },
      { hour: first, shard: 1, numbers: 4, arrivals: 1, samples: 1, held_sum: 1, held_peak: 1 },
      { hour: second, shard: 0, numbers: 6, arrivals: 2, samples: 1, held_sum: 3, held_peak: 3 },
    );
    const { pools } = await readPools(site);
    expect(pools[0]?.hours).toMatchObject([
      { hour: first, numbers: 10, arrivals: 5, meanLeases: 5, peakLeases: 6 },
      { hour: second, arrivals: 2, meanLeases: 3 },
    ]);
    expect(pools[0]?.totals).toMatchObject({ arrivals: 7, meanLeases: 4, peakLeases: 6 });
  });

  it('keep to the window', async () => {
    const site = await makeSite();
    await havePoolHours(
      site.id,
      ...[1, 2, 3].map((hour) => ({ hour: hour * HOUR, arrivals: hour })),
    );
    const { pools } = await readPools(site, { from: 2 * HOUR, to: 3 * HOUR });
    expect(pools[0]?.hours.map(({ arrivals }) => arrivals)).toEqual([2]);
  });

  it('are told apart', async () => {
    const site = await makeSite({
      pools: [
        { name: 'sales', numbers: numbers(2) },
        { name: 'support', numbers: numbers(3, 2100) },
      ],
      targets: [{ number: '+33199001234', pool: 'sales' }],
    });
    await havePoolHours(site.id, { pool: 'support', hour: await hoursAgo(1), arrivals: 8 });
    const told = (await readPools(site)).pools.map(({ name, totals }) => [name, totals.arrivals]);
    expect(Object.fromEntries(told)).toEqual({ sales: 0, support: 8 });
  });

  it('show nothing of another site', async () => {
    const [busy, quiet] = [await makeSite(), await makeSite()];
    await havePoolHours(busy.id, { hour: await hoursAgo(1), ...BUSY });
    expect((await readPools(quiet)).pools[0]?.hours).toEqual([]);
    expect((await readSizing(quiet)).advice).toBeNull();
  });
});

describe('the sizing of a pool', () => {
  const busySite = async () => {
    const site = await makeSite();
    await havePoolHours(site.id, { hour: await hoursAgo(1), ...BUSY });
    return site;
  };

  it('is for one visitor in a hundred and an hour of cool-down unless told', async () => {
    const { wanted, advice } = await readSizing(await busySite());
    expect(wanted).toEqual({ blocking: 0.01, coolDownSeconds: 3_600, hour: 'busiest' });
    expect(advice).toMatchObject({
      numbers: 70,
      decidedBy: 'coolDown',
      forBlocking: 18,
      forCoolDown: 70,
      offeredLoad: 10,
      reached: true,
      current: { numbers: 10 },
    });
  });

  it('says what it was measured from', async () => {
    const site = await makeSite();
    const hour = await hoursAgo(1);
    await havePoolHours(site.id, { hour, ...BUSY });
    expect(await readSizing(site)).toMatchObject({
      pool: 'website',
      reason: null,
      measured: { busiest: { hour, arrivals: 60 }, holdSeconds: 600, holdFrom: 'leases' },
    });
  });

  it('has a curve with the advice on it', async () => {
    const { advice } = await readSizing(await busySite());
    expect(advice?.curve).toContainEqual(advice?.advised);
  });

  it('follows the wishes', async () => {
    const query = { blocking: 0.1, coolDown: 0, hour: 'p95' };
    const { wanted, advice } = await readSizing(await busySite(), query);
    expect(wanted).toEqual({ blocking: 0.1, coolDownSeconds: 0, hour: 'p95' });
    expect(advice).toMatchObject({ numbers: 13, decidedBy: 'blocking' });
  });

  it('says when not even the largest pool is enough', async () => {
    const { advice } = await readSizing(await busySite(), { coolDown: 30 * 86_400 });
    expect(advice).toMatchObject({ numbers: 10_000, reached: false, forCoolDown: null });
  });

  it('is not given before anybody came, and says why', async () => {
    const sizing = await readSizing(await makeSite());
    expect(sizing).toMatchObject({ measured: null, advice: null });
    expect(sizing.reason).toMatch(/^Nobody asked/);
  });

  it('is refused for a pool that the site does not have', async () => {
    const response = await get(await makeSite(), '/nothing/sizing');
    expect(await refusalOf(response)).toEqual({ status: 404, code: 'pool_unknown' });
  });

  it('is found whatever the pool is called', async () => {
    const name = 'Été / 50 % ?';
    const site = await makeSite({
      pools: [{ name, numbers: numbers(2) }],
      targets: [{ number: '+33199001234', pool: name }],
    });
    const sizing = await read<Sizing>(site, `/${encodeURIComponent(name)}/sizing`);
    expect(sizing.pool).toBe(name);
  });

  const wrong = {
    'no chance at all': { blocking: 0 },
    certainty: { blocking: 1 },
    'a chance in words': { blocking: 'low' },
    'a negative cool-down': { coolDown: -1 },
    'a cool-down of more than a month': { coolDown: 31 * 86_400 },
    'an hour that nobody knows': { hour: 'noon' },
  };
  for (const [what, query] of Object.entries(wrong)) {
    it(`is refused for ${what}`, async () => {
      const response = await get(await makeSite(), '/website/sizing', query);
      expect(await refusalOf(response)).toMatchObject({ status: 400, code: 'query_invalid' });
    });
  }
});
