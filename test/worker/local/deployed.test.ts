import { createExecutionContext, env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import deployed from '../../../worker/index.ts';
import { ADMIN_KEY, ask, bearer, PUBLIC_URL, refusalOf } from '../support/ask.ts';
import { PAGE_HEADERS, visitBody } from '../support/browser.ts';
import { defineSite, makeSite, numbers } from '../support/make-site.ts';
import { signedGeneric } from '../support/phone.ts';

/** Asks the worker as it is deployed. */
function askDeployed(path: string, init: RequestInit = {}, change: object = {}): Promise<Response> {
  const request = new Request(`${PUBLIC_URL}${path}`, init);
  const response = deployed.fetch(request, { ...env, ...change }, createExecutionContext());
  return Promise.resolve(response);
}

const asAdmin = (key: string, method: string, body: unknown): RequestInit => ({
  method,
  headers: { ...bearer(key), 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

describe('a deployment has no', () => {
  for (const path of ['/_local/clock', '/_local/fail', '/_local/seed', '/_local/bench/noop/demo']) {
    it(path, async () => {
      const response = await askDeployed(path, {
        method: 'POST',
        body: JSON.stringify({ advanceSeconds: 1 }),
      });
      expect(await refusalOf(response)).toEqual({ status: 404, code: 'not_found' });
    });
  }

  for (const path of ['/demo/', '/demo/repairs', '/demo']) {
    it(path, async () => {
      expect((await askDeployed(path)).status).toBe(404);
    });
  }
});

describe('a deployment', () => {
  it('is ready', async () => {
    expect(await (await askDeployed('/healthz')).json()).toMatchObject({ ok: true });
  });

  it('answers visits', async () => {
    const site = await makeSite();
    const body = JSON.stringify(visitBody(site));
    const response = await askDeployed('/v1/visits', {
      method: 'POST',
      headers: PAGE_HEADERS,
      body,
    });
    expect(response.status).toBe(200);
  });

  it('refuses pages served from a developer’s machine', async () => {
    const site = await makeSite();
    const headers = { ...PAGE_HEADERS, origin: 'http://localhost:8787' };
    const body = JSON.stringify(visitBody(site));
    const response = await askDeployed('/v1/visits', { method: 'POST', headers, body });
    expect(await refusalOf(response)).toMatchObject({ status: 403, code: 'origin_refused' });
  });

  it('takes a headless browser for a robot', async () => {
    const site = await makeSite();
    const agent = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/140.0.0.0';
    const headers = { ...PAGE_HEADERS, 'user-agent': agent };
    const body = JSON.stringify(visitBody(site));
    const response = await askDeployed('/v1/visits', { method: 'POST', headers, body });
    expect(await response.json()).toMatchObject({ visitor: null });
  });
});

describe("a deployment refuses the demo's", () => {
  it('API key', async () => {
    await ask('/_local/seed', { method: 'POST' });
    const path = '/api/v1/calls?site=demo';
    expect((await ask(path, { headers: bearer('demo-api-key') })).status).toBe(200);
    const response = await askDeployed(path, { headers: bearer('demo-api-key') });
    expect(await refusalOf(response)).toEqual({ status: 401, code: 'key_unknown' });
  });

  it('webhook secret', async () => {
    await ask('/_local/seed', { method: 'POST' });
    const body = { v: 1, event: 'incoming', call: 'demo-call', to: numbers(1)[0] };
    const init = await signedGeneric(body, 'demo-generic-secret');
    expect((await ask('/v1/calls/generic/demo', init)).status).toBe(200);
    const response = await askDeployed('/v1/calls/generic/demo', init);
    expect(await refusalOf(response)).toEqual({ status: 403, code: 'signature_refused' });
  });

  it('secrets as those of another site', async () => {
    const { key } = await makeSite();
    const path = `/api/v1/sites/${key}/credentials/twilio`;
    const init = asAdmin(ADMIN_KEY, 'PUT', { secrets: ['demo-twilio-token'] });
    expect(await refusalOf(await askDeployed(path, init))).toMatchObject({
      status: 400,
      code: 'body_invalid',
    });
  });

  it('admin key', async () => {
    const init = asAdmin('demo-admin-key', 'PUT', defineSite());
    const change = { ADMIN_KEY: 'demo-admin-key' };
    const response = await askDeployed('/api/v1/sites/shop', init, change);
    expect(await refusalOf(response)).toEqual({ status: 401, code: 'key_unknown' });
  });

  it('master secret', async () => {
    const change = { RINGTRACE_SECRET: 'demo-secret-of-more-than-32-characters' };
    expect((await askDeployed('/healthz', {}, change)).status).toBe(500);
  });
});

describe('a deployment without', () => {
  const secrets = { missing: undefined, empty: '', short: 'x'.repeat(31) };
  for (const [what, secret] of Object.entries(secrets)) {
    it(`a master secret (${what}) answers 500 and tells nothing of the inside`, async () => {
      const response = await askDeployed('/healthz', {}, { RINGTRACE_SECRET: secret });
      expect(response.status).toBe(500);
      const text = await response.text();
      expect(JSON.parse(text)).toMatchObject({ error: { code: 'internal' } });
      expect(text).not.toMatch(/RINGTRACE_SECRET|wrangler|secret/i);
    });
  }

  it('a master secret lets a page read that there is none', async () => {
    const init = { method: 'POST', headers: { origin: 'https://shop.example' } };
    const response = await askDeployed('/v1/visits', init, { RINGTRACE_SECRET: undefined });
    expect(response.headers.get('access-control-allow-origin')).toBe('https://shop.example');
  });

  for (const key of ['', undefined]) {
    it(`an admin key (${key}) lets nobody in`, async () => {
      const init = asAdmin('anything', 'PUT', defineSite());
      const response = await askDeployed('/api/v1/sites/shop', init, { ADMIN_KEY: key });
      expect(response.status).toBe(401);
    });
  }

  it('a public URL is reached under the one it was asked by', async () => {
    const { key } = await makeSite();
    const response = await askDeployed(`/s/${key}.js`, {}, { PUBLIC_URL: '' });
    expect(await response.text()).toContain(`"api":"${PUBLIC_URL}"`);
  });
});

it('nothing is found where there is nothing', async () => {
  const response = await askDeployed('/wp-login.php');
  expect(await refusalOf(response)).toEqual({ status: 404, code: 'not_found' });
});
