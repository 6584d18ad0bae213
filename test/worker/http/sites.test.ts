import { createExecutionContext, env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../../worker/app.ts';
import { localClock } from '../../../worker/local/clock.ts';
import { ADMIN_KEY, ask, askAsAdmin, bearer, PUBLIC_URL, refusalOf } from '../support/ask.ts';
import { firstSwap, openBrowser, shownNumber, visit } from '../support/browser.ts';
import { advance } from '../support/local.ts';
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
import { readAll, readOne } from '../support/read-reports.ts';

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

describe('a number that the owner removes', () => {
  async function removedWhileShown() {
    const site = await makeSite(definePool(2));
    const browser = openBrowser(site);
    const removed = shownNumber(await browser.visit());
    const kept = numbers(2).filter((number) => number !== removed);
    const without = { pools: [{ name: 'website', holdSeconds: 300, numbers: kept }] };
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

it('a pool may have ten thousand numbers', async () => {
  const many = Array.from({ length: 10_000 }, (_, index) => `+33199${100_000 + index}`);
  const pools = [{ name: 'website', numbers: many }];
  const site = await makeSite({ pools, targets: [{ number: '+33144000000', pool: 'website' }] });
  expect(firstSwap(await visit(site)).grade).toBe('own');
});

describe('only the holder of the admin key', () => {
  const routes: [method: string, path: string, body: unknown][] = [
    ['PUT', '', defineSite()],
    ['PUT', '/credentials/generic', { secrets: ['secret'] }],
    ['POST', '/api-keys', { name: 'Key' }],
  ];
  for (const [method, path, body] of routes) {
    const asked = (key: string, headers: Record<string, string>) =>
      ask(`/api/v1/sites/${key}${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
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
