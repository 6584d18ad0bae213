import { createExecutionContext, env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../../worker/app.ts';
import { localClock } from '../../../worker/local/clock.ts';
import { ADMIN_KEY, ask, askAsAdmin, bearer, PUBLIC_URL, refusalOf } from '../support/ask.ts';
import { firstSwap, openBrowser, shownNumber, visit } from '../support/browser.ts';
import { advance, now } from '../support/local.ts';
import {
  type Definition,
  definePool,
  defineSite,
  makeSite,
  numbers,
  putSite,
  TARGET,
} from '../support/make-site.ts';
import { postGeneric, ring } from '../support/phone.ts';
import { askReport, readAll, readOne } from '../support/read-reports.ts';

const put = (key: string, definition: unknown) =>
  askAsAdmin('PUT', `/api/v1/sites/${key}`, definition);

describe('a site', () => {
  it('is created', async () => {
    const response = await put('created', defineSite());
    expect(await response.json()).toEqual({ site: 'created', version: 1 });
  });

  it('works at once', async () => {
    await put('at-once', defineSite());
    expect(firstSwap(await visit({ key: 'at-once' })).grade).toBe('own');
  });

  it('works at once though it was asked for in vain before', async () => {
    await ask('/s/in-vain.js');
    await put('in-vain', defineSite());
    expect((await ask('/s/in-vain.js')).status).toBe(200);
  });

  it('is replaced under a higher version', async () => {
    const { key } = await makeSite();
    const before = await putSite(key, defineSite());
    const after = await putSite(key, defineSite({ name: 'Renamed' }));
    expect(after.version).toBe(before.version + 1);
  });

  it('keeps its id, its secrets and its keys when replaced', async () => {
    const site = await makeSite();
    await putSite(site.key, defineSite({ name: 'Renamed' }));
    await ring(site, numbers(1)[0] ?? '');
    expect(await readAll(site, 'calls')).toHaveLength(1);
  });

  it('follows a new target and a new origin', async () => {
    const site = await makeSite();
    const target = '+33199005678';
    await putSite(site.key, defineSite({ targets: [{ number: target, pool: 'website' }] }));
    expect(firstSwap(await visit(site)).target).toBe(target);
  });
});

describe('a definition that is read', () => {
  const read = (key: string) => askAsAdmin('GET', `/api/v1/sites/${key}`);

  it('is what was put, with what was left to default', async () => {
    const { key } = await makeSite({
      pools: [{ name: 'website', numbers: numbers(2) }],
      targets: [
        { number: TARGET, pool: 'website' },
        { number: '+33199005678', forwardTo: TARGET },
      ],
      staticNumbers: [{ number: '+33199003000', target: TARGET, source: 'newsletter' }],
    });
    expect(await (await read(key)).json()).toMatchObject({
      ...defineSite(),
      consent: 'off',
      honourGpc: true,
      snippet: { title: false, within: null, forms: [], health: 0.01 },
      textNumbers: [],
      shards: 1,
      quarantineDays: 30,
      pools: [
        {
          name: 'website',
          holdSeconds: 300,
          numbers: numbers(2),
          paused: false,
          share: true,
          fallback: null,
          prefer: null,
          networkShare: null,
        },
      ],
      targets: [
        { number: TARGET, label: '', pool: 'website' },
        { number: '+33199005678', label: '', pool: null, forwardTo: TARGET },
      ],
      staticNumbers: [
        {
          number: '+33199003000',
          target: TARGET,
          label: '',
          source: 'newsletter',
          medium: null,
          campaign: null,
        },
      ],
    });
  });

  it('changes nothing but its version when it is put back', async () => {
    const { key } = await makeSite({
      consent: 'tcf',
      honourGpc: false,
      shards: 2,
      quarantineDays: 90,
      pools: [
        {
          name: 'website',
          holdSeconds: 600,
          numbers: numbers(4),
          paused: true,
          share: false,
          fallback: '+33199003000',
          prefer: 'visitor',
          networkShare: 0.5,
        },
      ],
      staticNumbers: [{ number: '+33199003000', target: TARGET }],
      snippet: { title: true, within: 'main', forms: ['topic'], health: 0 },
      textNumbers: numbers(2),
    });
    const before = await (await read(key)).json<{ version: number }>();
    expect((await put(key, before)).status).toBe(200);
    expect(await (await read(key)).json()).toEqual({ ...before, version: before.version + 1 });
  });

  it('has no number that was removed, no secret and nothing of the inside', async () => {
    const { key } = await makeSite(definePool(2));
    await putSite(key, defineSite(definePool(1)));
    const text = await (await read(key)).text();
    expect(text).not.toContain(numbers(2)[1]);
    expect(text).not.toMatch(/credential|secret|targetByNumber|"id"/);
  });

  it('is that of a site that exists', async () => {
    expect(await refusalOf(await read('nobody'))).toEqual({ status: 404, code: 'site_unknown' });
  });
});

describe('a number that the owner removes', () => {
  async function removedWhileShown() {
    const site = await makeSite(definePool(2));
    const browser = openBrowser(site);
    const removed = shownNumber(await browser.visit());
    const kept = numbers(2).filter((number) => number !== removed);
    const without = {
      pools: [{ name: 'website', holdSeconds: 300, numbers: kept, share: false }],
    };
    await putSite(site.key, defineSite(without));
    return { site, browser, removed, kept };
  }

  it('is not leased any more', async () => {
    const { site, kept } = await removedWhileShown();
    await advance(3_600);
    const shown = [await visit(site), await visit(site)].map(shownNumber);
    expect(shown).toEqual([...kept, TARGET]);
  });

  it('stays with the session that is shown it', async () => {
    const { browser, removed } = await removedWhileShown();
    expect(shownNumber(await browser.visit())).toBe(removed);
  });

  it('is not given to its visitor again in a new session', async () => {
    const { browser, removed } = await removedWhileShown();
    await advance(3_600);
    expect(shownNumber(await browser.visit())).not.toBe(removed);
  });

  it('still forwards', async () => {
    const { site, removed } = await removedWhileShown();
    const body = { v: 1, event: 'incoming', call: 'late', to: removed };
    expect(await (await postGeneric(site, body)).json()).toMatchObject({ forwardTo: TARGET });
  });

  it('still matches', async () => {
    const { site, browser, removed } = await removedWhileShown();
    await ring(site, removed);
    expect((await readOne(site, 'calls')).match.session).toBe(browser.sessionId);
  });

  it('forwards to its own target though it was never shown', async () => {
    const other = '+33199005678';
    const targets = [{ number: TARGET }, { number: other, pool: 'website' }];
    const site = await makeSite({ ...definePool(2), targets });
    await putSite(site.key, defineSite({ ...definePool(1), targets }));
    const body = { v: 1, event: 'incoming', call: 'removed', to: numbers(2)[1] };
    expect(await (await postGeneric(site, body)).json()).toMatchObject({ forwardTo: other });
  });

  it('is leased again once it is back', async () => {
    const { site, removed } = await removedWhileShown();
    await putSite(site.key, defineSite(definePool(2)));
    await advance(3_600);
    const shown = [await visit(site), await visit(site)].map(shownNumber);
    expect(shown).toContain(removed);
  });
});

describe('a definition that cannot work is refused, and says why', () => {
  const pool = { name: 'website', numbers: numbers(2) };
  const wrong: Record<string, [change: Partial<Definition>, why: RegExp]> = {
    'a target twice': [{ targets: [{ number: TARGET }, { number: TARGET }] }, /listed twice/],
    'two pools of one name': [{ pools: [pool, { ...pool, numbers: [] }] }, /same name/],
    'a pool that is not there': [
      { targets: [{ number: TARGET, pool: 'other' }] },
      /names the pool "other"/,
    ],
    'a static number of no target': [
      { staticNumbers: [{ number: '+33199003000', target: '+33199007777' }] },
      /names the target \+33199007777/,
    ],
    'a tracking number twice': [
      { staticNumbers: [{ number: numbers(1)[0] ?? '', target: TARGET }] },
      /Tracking number \+33199002000 is listed twice/,
    ],
    'a target that is a tracking number': [
      { targets: [{ number: numbers(1)[0] ?? '', pool: 'website' }] },
      /round in circles/,
    ],
    'a fallback that is no static number': [
      { pools: [{ ...pool, fallback: '+33199003000' }] },
      /falls back on \+33199003000, which is not among the static numbers/,
    ],
    'a network that may have more than all': [
      { pools: [{ ...pool, networkShare: 1.5 }] },
      /networkShare above 0 and up to 1/,
    ],
    'forwarding to a tracking number': [
      { targets: [{ number: TARGET, pool: 'website', forwardTo: numbers(1)[0] }] },
      /round in circles/,
    ],
  };
  for (const [what, [change, why]] of Object.entries(wrong)) {
    it(what, async () => {
      const refusal = await refusalOf(await put('wrong', defineSite(change)));
      expect(refusal).toMatchObject({ status: 400, code: 'site_invalid' });
      expect(refusal.detail).toMatch(why);
    });
  }

  it('a target that was a tracking number of late, unless its quarantine is over', async () => {
    const { key } = await makeSite(definePool(2));
    const [, removed = ''] = numbers(2);
    const ringsRemoved = { ...definePool(1), targets: [{ number: removed, pool: 'website' }] };
    await putSite(key, defineSite(definePool(1)));
    const refusal = await refusalOf(await put(key, defineSite(ringsRemoved)));
    expect(refusal).toMatchObject({ code: 'site_invalid' });
    expect(refusal.detail).toContain(`${removed} is a tracking number that was removed`);
    const released = defineSite({ ...ringsRemoved, quarantineDays: 0 });
    expect((await put(key, released)).status).toBe(200);
  });

  const malformed: Record<string, [change: object, where: RegExp]> = {
    'no name': [{ name: ' ' }, /^name/],
    'an origin with a path': [{ origins: ['https://example.com/'] }, /^origins\.0.*without a path/],
    'an origin in capitals': [{ origins: ['https://Example.com'] }, /^origins\.0/],
    'any origin at all': [{ origins: ['*'] }, /^origins\.0/],
    'a country that is none': [{ country: 'XX' }, /^country/],
    'a consent that is none': [{ consent: 'maybe' }, /^consent/],
    'no targets': [{ targets: [] }, /^targets/],
    'a national number': [{ targets: [{ number: '0199001234' }] }, /^targets\.0\.number.*E\.164/],
    'a number with spaces': [
      { targets: [{ number: '+33 1 99 00 12 34' }] },
      /write "\+33 1 99 00 12 34" as \+33199001234/,
    ],
    'a misspelt field': [{ staticnumbers: [] }, /Unrecognized key: "staticnumbers"/],
    'a misspelt setting of the snippet': [
      { snippet: { titel: true } as unknown as Definition['snippet'] },
      /Unrecognized key: "titel"/,
    ],
    'more fields of forms than are recorded': [
      { snippet: { forms: Array.from({ length: 33 }, (_, index) => `field-${index}`) } },
      /^snippet\.forms/,
    ],
    'a sample of more than everything': [{ snippet: { health: 1.5 } }, /^snippet\.health/],
    'a misspelt field of a pool': [
      { pools: [{ ...pool, holdseconds: 60 }] },
      /^pools\.0: .*"holdseconds"/,
    ],
    'a misspelt field of a target': [
      { targets: [{ number: TARGET, forwardto: TARGET }] },
      /^targets\.0: .*"forwardto"/,
    ],
    'a misspelt field of a static number': [
      { staticNumbers: [{ number: '+33199003000', target: TARGET, Source: 'x' }] },
      /^staticNumbers\.0: .*"Source"/,
    ],
    'no shard': [{ shards: 0 }, /^shards/],
    'too many shards': [{ shards: 33 }, /^shards/],
    'a quarantine of more than a year': [{ quarantineDays: 366 }, /^quarantineDays/],
    'a preference that is none': [{ pools: [{ ...pool, prefer: 'us' }] }, /^pools\.0\.prefer/],
    'a hold time of a second': [{ pools: [{ ...pool, holdSeconds: 1 }] }, /^pools\.0\.holdSeconds/],
  };
  for (const [what, [change, where]] of Object.entries(malformed)) {
    it(what, async () => {
      const refusal = await refusalOf(await put('malformed', { ...defineSite(), ...change }));
      expect(refusal).toMatchObject({ status: 400, code: 'body_invalid' });
      expect(refusal.detail).toMatch(where);
    });
  }

  it('a key with capitals', async () => {
    expect(await refusalOf(await put('Shop', defineSite()))).toMatchObject({ status: 400 });
  });

  it('a body that is no JSON', async () => {
    const headers = { ...bearer(ADMIN_KEY), 'content-type': 'application/json' };
    const response = await ask('/api/v1/sites/shop', { method: 'PUT', headers, body: '{' });
    expect(await refusalOf(response)).toMatchObject({ status: 400, code: 'body_invalid' });
  });

  it('a body of more than 2 MB', async () => {
    const response = await put('large', { ...defineSite(), name: 'x'.repeat(2_100_000) });
    expect(await refusalOf(response)).toEqual({ status: 413, code: 'body_too_large' });
  });

  it('and is not created', async () => {
    await put('not-created', defineSite({ targets: [{ number: TARGET, pool: 'other' }] }));
    expect((await ask('/s/not-created.js')).status).toBe(404);
  });
});

describe('a pool of ten thousand numbers', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => `+33199${100_000 + index}`);
  const pools = [{ name: 'website', numbers: many }];
  const targets = [{ number: '+33144000000', pool: 'website' }];

  it('works', async () => {
    const site = await makeSite({ pools, targets });
    expect(firstSwap(await visit(site)).grade).toBe('own');
  });

  it('is put and read back within seconds', async () => {
    const { key } = await makeSite({ shards: 4 });
    const before = performance.now();
    await putSite(key, defineSite({ pools, targets, shards: 4 }));
    const read = await (await askAsAdmin('GET', `/api/v1/sites/${key}`)).json<Definition>();
    expect(performance.now() - before).toBeLessThan(10_000);
    expect(read.pools?.[0]?.numbers).toEqual(many);
  });
});

it('two definitions put at once: one is there at last, and it is whole', async () => {
  const { key } = await makeSite();
  const definitions = Array.from({ length: 4 }, (_, index) =>
    defineSite({ name: `Shop ${index}`, shards: index + 1, ...definePool(index + 2) }),
  );
  const read = async () =>
    (await askAsAdmin('GET', `/api/v1/sites/${key}`)).json<Definition & { version: number }>();
  const { version } = await read();
  await Promise.all(definitions.map((definition) => putSite(key, definition)));
  const last = await read();
  const put = definitions.find(({ name }) => name === last.name);
  expect(last).toMatchObject({ ...put, version: version + definitions.length });
});

describe('only the holder of the admin key', () => {
  const routes: [method: string, path: string, body: unknown][] = [
    ['GET', '', undefined],
    ['PUT', '', defineSite()],
    ['PUT', '/credentials/generic', { secrets: ['secret'] }],
    ['POST', '/api-keys', { name: 'Key' }],
    ['GET', '/api-keys', undefined],
    ['DELETE', '/api-keys/id', undefined],
    ['PATCH', '/pools/website', { paused: true }],
    ['POST', '/pools/website/numbers', { numbers: numbers(1) }],
    ['DELETE', '/pools/website/numbers', { numbers: numbers(1) }],
    ['DELETE', '/pools/website/numbers/+33199002000', undefined],
    ['GET', '/pool-status', undefined],
    ['POST', '/rebuild', undefined],
    ['DELETE', '', undefined],
    ['DELETE', '/visitors/ada', undefined],
    ['DELETE', '/callers/+33639980001', undefined],
  ];
  for (const [method, path, body] of routes) {
    const asked = (key: string, headers: Record<string, string>) =>
      ask(`/api/v1/sites/${key}${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });

    it(`may ${method} a site${path}: refused without a key`, async () => {
      const { key } = await makeSite();
      expect(await refusalOf(await asked(key, {}))).toEqual({ status: 401, code: 'key_missing' });
    });

    it(`may ${method} a site${path}: refused with a wrong key`, async () => {
      const { key } = await makeSite();
      const response = await asked(key, bearer('wrong'));
      expect(await refusalOf(response)).toEqual({ status: 401, code: 'key_unknown' });
    });

    it(`may ${method} a site${path}: refused with the site's own key`, async () => {
      const { key, apiKey } = await makeSite();
      const response = await asked(key, bearer(apiKey));
      expect(await refusalOf(response)).toEqual({ status: 401, code: 'key_unknown' });
    });
  }

  it('learns which sites there are', async () => {
    const response = await ask('/api/v1/sites/nobody/api-keys', { method: 'POST' });
    expect(response.status).toBe(401);
  });
});

describe('credentials', () => {
  it('say how many are accepted, and never which', async () => {
    const { key } = await makeSite();
    const path = `/api/v1/sites/${key}/credentials/twilio`;
    const response = await askAsAdmin('PUT', path, { secrets: ['one', 'two'] });
    expect(await response.json()).toEqual({ secrets: 2 });
  });

  it('of an unknown provider are refused', async () => {
    const { key } = await makeSite();
    const path = `/api/v1/sites/${key}/credentials/pigeon`;
    const response = await askAsAdmin('PUT', path, { secrets: ['one'] });
    expect(await refusalOf(response)).toEqual({ status: 404, code: 'provider_unknown' });
  });

  it('of an unknown site are refused', async () => {
    const path = '/api/v1/sites/nobody/credentials/twilio';
    const response = await askAsAdmin('PUT', path, { secrets: ['one'] });
    expect(await refusalOf(response)).toEqual({ status: 404, code: 'site_unknown' });
  });

  it('that are empty are refused', async () => {
    const { key } = await makeSite();
    const path = `/api/v1/sites/${key}/credentials/twilio`;
    expect((await askAsAdmin('PUT', path, { secrets: [''] })).status).toBe(400);
  });
});

describe('an API key', () => {
  it('is shown once and kept as a hash', async () => {
    const { apiKey } = await makeSite();
    const { results } = await env.DB.prepare('SELECT * FROM api_keys').all();
    expect(JSON.stringify(results)).not.toContain(apiKey);
  });

  it('is another each time', async () => {
    const { key } = await makeSite();
    const path = `/api/v1/sites/${key}/api-keys`;
    const made = [
      await askAsAdmin('POST', path, { name: 'One' }),
      await askAsAdmin('POST', path, { name: 'Two' }),
    ].map((response) => response.json<{ key: string }>());
    expect(new Set((await Promise.all(made)).map(({ key: apiKey }) => apiKey)).size).toBe(2);
  });

  const path = ({ key }: { key: string }) => `/api/v1/sites/${key}/api-keys`;
  const list = async (site: { key: string }) =>
    (await askAsAdmin('GET', path(site))).json<{
      apiKeys: { id: string; name: string; createdAt: number; revokedAt: number | null }[];
    }>();
  const idOf = async (site: { key: string }) => (await list(site)).apiKeys[0]?.id;

  it('is listed with its name and age, and not given away', async () => {
    const before = await now();
    const site = await makeSite();
    const { apiKeys } = await list(site);
    expect(apiKeys).toEqual([
      {
        id: expect.stringMatching(/^[\w-]{12}$/),
        name: 'Tests',
        createdAt: expect.any(Number),
        revokedAt: null,
      },
    ]);
    expect(apiKeys[0]?.createdAt).toBeGreaterThanOrEqual(before);
    expect(site.apiKey).not.toContain(apiKeys[0]?.id);
  });

  it('is listed with the keys of its site only', async () => {
    const [here, there] = [await makeSite(), await makeSite()];
    expect(await idOf(here)).not.toBe(await idOf(there));
    expect((await list(here)).apiKeys).toHaveLength(1);
  });

  it('reads nothing once it is revoked', async () => {
    const site = await makeSite();
    const response = await askAsAdmin('DELETE', `${path(site)}/${await idOf(site)}`);
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect(await refusalOf(await askReport(site, 'calls'))).toEqual({
      status: 401,
      code: 'key_unknown',
    });
  });

  it('stays listed as revoked when it was, however often it is revoked', async () => {
    const site = await makeSite();
    const revoke = async () => askAsAdmin('DELETE', `${path(site)}/${await idOf(site)}`);
    await revoke();
    const before = await list(site);
    await advance(60);
    expect((await revoke()).status).toBe(204);
    expect(before.apiKeys[0]?.revokedAt).toEqual(expect.any(Number));
    expect(await list(site)).toEqual(before);
  });

  it('is not revoked with another of its site', async () => {
    const site = await makeSite();
    await askAsAdmin('POST', path(site), { name: 'Other' });
    const other = (await list(site)).apiKeys.find(({ name }) => name === 'Other');
    await askAsAdmin('DELETE', `${path(site)}/${other?.id}`);
    expect((await askReport(site, 'calls')).status).toBe(200);
  });

  it('of another site cannot be revoked through this one', async () => {
    const [here, there] = [await makeSite(), await makeSite()];
    const response = await askAsAdmin('DELETE', `${path(here)}/${await idOf(there)}`);
    expect(await refusalOf(response)).toEqual({ status: 404, code: 'api_key_unknown' });
    expect((await askReport(there, 'calls')).status).toBe(200);
  });

  it('of an unknown site is neither listed nor revoked', async () => {
    for (const response of [
      await askAsAdmin('GET', path({ key: 'nobody' })),
      await askAsAdmin('DELETE', `${path({ key: 'nobody' })}/id`),
    ]) {
      expect(await refusalOf(response)).toEqual({ status: 404, code: 'site_unknown' });
    }
  });

  it('of an unknown site is refused', async () => {
    const response = await askAsAdmin('POST', '/api/v1/sites/nobody/api-keys', { name: 'One' });
    expect(await refusalOf(response)).toEqual({ status: 404, code: 'site_unknown' });
  });
});

it('a site made by one isolate can be given secrets by another that had asked in vain', async () => {
  const isolate = createApp({ mode: 'local', clock: localClock });
  const bindings = { ...env };
  const askIsolate = (path: string, init?: RequestInit) =>
    isolate.fetch(new Request(`${PUBLIC_URL}${path}`, init), bindings, createExecutionContext());
  expect((await askIsolate('/s/elsewhere.js')).status).toBe(404);
  await putSite('elsewhere', defineSite());
  const response = await askIsolate('/api/v1/sites/elsewhere/credentials/generic', {
    method: 'PUT',
    headers: { ...bearer(ADMIN_KEY), 'content-type': 'application/json' },
    body: JSON.stringify({ secrets: ['secret'] }),
  });
  expect(response.status).toBe(200);
});

it('a site that others keep changing is left to them, after a while', async () => {
  const { key } = await makeSite();
  const busy = new Proxy(env.DB, {
    get: (d1, name) => {
      const value = Reflect.get(d1, name);
      if (name !== 'batch') return typeof value === 'function' ? value.bind(d1) : value;
      return async (statements: D1PreparedStatement[]) => {
        await d1.prepare('UPDATE sites SET version = version + 1 WHERE key = ?').bind(key).run();
        return d1.batch(statements);
      };
    },
  });
  const isolate = createApp({ mode: 'local', clock: localClock });
  for (const [method, path, body] of [
    ['PUT', '', defineSite({ name: 'Late' })],
    ['PATCH', '/pools/website', { paused: true }],
  ] as const) {
    const request = new Request(`${PUBLIC_URL}/api/v1/sites/${key}${path}`, {
      method,
      headers: { ...bearer(ADMIN_KEY), 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const response = await isolate.fetch(request, { ...env, DB: busy }, createExecutionContext());
    expect(await refusalOf(response)).toEqual({ status: 409, code: 'site_busy' });
  }
  const left = await (await askAsAdmin('GET', `/api/v1/sites/${key}`)).json<Definition>();
  expect(left).toMatchObject({ name: 'Shop', pools: [{ paused: false }] });
});
