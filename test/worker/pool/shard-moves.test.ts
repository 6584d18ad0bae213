import { env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { poolOf } from '../../../worker/pool/client.ts';
import type { NumberPool } from '../../../worker/pool/number-pool.ts';
import { askAsAdmin } from '../support/ask.ts';
import { firstSwap, openBrowser, shownNumber, visit } from '../support/browser.ts';
import { advance } from '../support/local.ts';
import {
  type Definition,
  defineSite,
  makeSite,
  numbers,
  putSite,
  TARGET,
} from '../support/make-site.ts';
import { postGeneric, ring } from '../support/phone.ts';
import { readAll } from '../support/read-reports.ts';

const SUPPORT = '+33199005678';
const website = (count: number) => [
  { name: 'website', holdSeconds: 300, numbers: numbers(count), share: false },
];

it('a number removed and added again while it moves is still leased by one shard only', async () => {
  const definition = (shards: number, count = 4): Partial<Definition> => ({
    shards,
    pools: website(count),
  });
  const site = await makeSite(definition(1));
  const shown: string[] = [];
  for (let visitors = 0; visitors < 4; visitors++) shown.push(shownNumber(await visit(site)));
  await putSite(site.key, defineSite(definition(2)));
  await putSite(site.key, defineSite(definition(2, 0)));
  await putSite(site.key, defineSite(definition(2)));
  for (let visitors = 0; visitors < 8; visitors++) {
    expect(firstSwap(await visit(site)).grade).toBe('none');
  }
  expect(new Set(shown).size).toBe(4);
});

it('a caller of a number that has moved reaches the target it stands for on the page', async () => {
  const definition = (shards: number): Partial<Definition> => ({
    shards,
    pools: website(8),
    targets: [
      { number: TARGET, pool: 'website' },
      { number: SUPPORT, pool: 'website' },
    ],
  });
  const site = await makeSite(definition(1));
  const browsers = [openBrowser(site), openBrowser(site), openBrowser(site), openBrowser(site)];
  const replies = await Promise.all(browsers.map((browser) => browser.visit()));
  await putSite(site.key, defineSite(definition(2)));
  for (const { swaps } of replies) {
    for (const { target, number } of swaps) {
      const call = { v: 1, event: 'incoming', call: number.e164, to: number.e164 };
      expect(await (await postGeneric(site, call)).json()).toMatchObject({ forwardTo: target });
    }
  }
});

it('a static number that becomes one of a pool is told from then on by who is shown it', async () => {
  const [first = '', second = ''] = numbers(2);
  const staticNumbers = [{ number: second, target: TARGET, label: 'Poster' }];
  const site = await makeSite({ pools: [{ name: 'website', numbers: [first] }], staticNumbers });
  await putSite(site.key, defineSite({ pools: [{ name: 'website', numbers: [second] }] }));
  const browser = openBrowser(site);
  expect(shownNumber(await browser.visit())).toBe(second);
  await ring(site, second);
  expect((await readAll(site, 'calls'))[0]?.match.session).toBe(browser.sessionId);
});

describe('while the first shard does not say where a call is', () => {
  it('the call is not told twice: it is to be told again later', async () => {
    const site = await makeSite({ shards: 2, pools: website(4) });
    const snapshot = await env.SITES.get(`site:${site.key}`, 'json');
    const silent = new Proxy(env.POOL as unknown as DurableObjectNamespace<NumberPool>, {
      get: (namespace, property) =>
        property === 'get'
          ? () => ({ homeOfCall: () => Promise.reject(new Error('silent')) })
          : Reflect.get(namespace, property).bind(namespace),
    });
    const ended = { id: 'ended', at: 1, clock: 'provider', step: { type: 'ended' } } as const;
    const call = { provider: 'generic', providerCallId: 'one', events: [ended] };
    await expect(poolOf(silent, snapshot as never).call(call)).rejects.toThrow('silent');
    expect(await readAll(site, 'calls')).toEqual([]);
  });
});

it('an erased visitor who comes back before D1 has heard of it is kept', async () => {
  const site = await makeSite({ pools: website(2) });
  const browser = openBrowser(site);
  await browser.visit();
  const visitor = browser.visitor?.split('.')[0];
  await askAsAdmin('DELETE', `/api/v1/sites/${site.key}/visitors/${visitor}`);
  await browser.visit();
  expect(await readAll(site, 'sessions')).toMatchObject([{ id: browser.sessionId }]);
  await advance(600);
  expect(await readAll(site, 'sessions')).toHaveLength(1);
});
