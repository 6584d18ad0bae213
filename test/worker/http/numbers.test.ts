import { afterEach, describe, expect, it } from 'vitest';
import { ask, askAsAdmin, bearer, refusalOf } from '../support/ask.ts';
import { openBrowser, shownNumber, visit } from '../support/browser.ts';
import { advance, breakDown, mendAll, now } from '../support/local.ts';
import {
  definePool,
  defineSite,
  makeSite,
  numbers,
  putSite,
  TARGET,
  type TestSite,
} from '../support/make-site.ts';

afterEach(mendAll);

const DAY = 86_400;
const [first = '', second = ''] = numbers(2);

type Listed = {
  number: string;
  pool: string | null;
  phase: string;
  session: string | null;
  lastSeenAt: number | null;
  removedAt: number | null;
  releasableAt: number | null;
};

const list = (site: TestSite, key = site.apiKey) =>
  ask(`/api/v1/numbers?site=${site.key}`, { headers: bearer(key) });

async function listed(site: TestSite): Promise<Record<string, Listed>> {
  const response = await list(site);
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  const { numbers: all } = await response.json<{ numbers: Listed[] }>();
  return Object.fromEntries(all.map((each) => [each.number, each]));
}

const removeFirst = (site: TestSite) =>
  askAsAdmin('DELETE', `/api/v1/sites/${site.key}/pools/website/numbers`, { numbers: [first] });

describe('a number is listed', () => {
  it('as free before anybody was shown it', async () => {
    const site = await makeSite(definePool(1));
    expect(await listed(site)).toEqual({
      [first]: {
        number: first,
        pool: 'website',
        phase: 'free',
        session: null,
        lastSeenAt: null,
        removedAt: null,
        releasableAt: null,
      },
    });
  });

  it('with the session that is shown it', async () => {
    const site = await makeSite(definePool(2));
    const browser = openBrowser(site);
    const shown = shownNumber(await browser.visit());
    expect((await listed(site))[shown]).toMatchObject({
      phase: 'leased',
      session: browser.sessionId,
      lastSeenAt: expect.any(Number),
    });
  });

  it('as held, then as cooling, once its visitor has left', async () => {
    const site = await makeSite(definePool(1));
    await visit(site);
    await advance(240);
    expect((await listed(site))[first]?.phase).toBe('held');
    await advance(61);
    expect((await listed(site))[first]?.phase).toBe('cooling');
  });

  it('as quarantined once it is removed, with when it may be given back', async () => {
    const site = await makeSite({ ...definePool(2), quarantineDays: 7 });
    const before = await now();
    await removeFirst(site);
    const number = (await listed(site))[first];
    expect(number).toMatchObject({ pool: null, phase: 'quarantined' });
    expect(number?.removedAt).toBeGreaterThanOrEqual(before);
    expect(number?.releasableAt).toBe((number?.removedAt ?? 0) + 7 * DAY * 1_000);
  });

  it('as retired from when it may be given back', async () => {
    const site = await makeSite({ ...definePool(2), quarantineDays: 7 });
    await removeFirst(site);
    await advance(7 * DAY);
    const number = (await listed(site))[first];
    expect(number?.phase).toBe('retired');
    expect(number?.releasableAt).toBeLessThanOrEqual(await now());
  });

  it('once, wherever it is kept', async () => {
    const site = await makeSite({ ...definePool(10), shards: 3 });
    await putSite(site.key, defineSite({ ...definePool(10), shards: 2 }));
    await advance(120);
    const { numbers: all } = await (await list(site)).json<{ numbers: Listed[] }>();
    expect(all.map(({ number }) => number).sort()).toEqual(numbers(10));
    expect(all.map(({ pool }) => pool)).toEqual(Array(10).fill('website'));
  });

  it('no more once it is static, which is not to be given back', async () => {
    const site = await makeSite(definePool(2));
    const staticNumbers = [{ number: first, target: TARGET }];
    const pools = [{ name: 'website', numbers: [second] }];
    await putSite(site.key, defineSite({ pools, staticNumbers }));
    expect(Object.keys(await listed(site))).toEqual([second]);
  });
});

describe('the list of numbers', () => {
  it('is for those who hold a key of the site', async () => {
    const [here, there] = [await makeSite(), await makeSite()];
    expect(await refusalOf(await list(here, there.apiKey))).toMatchObject({
      code: 'site_forbidden',
    });
    expect(await refusalOf(await ask(`/api/v1/numbers?site=${here.key}`))).toMatchObject({
      code: 'key_missing',
    });
  });

  it('names its site', async () => {
    const site = await makeSite();
    const response = await ask('/api/v1/numbers', { headers: bearer(site.apiKey) });
    expect(await refusalOf(response)).toMatchObject({ status: 400, code: 'query_invalid' });
  });

  it('is refused while the pool does not answer', async () => {
    const site = await makeSite();
    await breakDown({ pool: 'error' });
    expect(await refusalOf(await list(site))).toEqual({ status: 503, code: 'pool_unavailable' });
  });

  it('is documented', async () => {
    const document = await (await ask('/api/openapi.json')).json<{ paths: object }>();
    expect(document.paths).toHaveProperty(['/api/v1/numbers', 'get']);
  });
});
