import { describe, expect, it } from 'vitest';
import { version } from '../../../package.json';
import { ask, PUBLIC_URL, refusalOf } from '../support/ask.ts';
import { makeSite } from '../support/make-site.ts';

const PLACEHOLDER = '__RINGTRACE_SETTINGS__';

describe('the snippet of a site', () => {
  it('carries the public settings of the site', async () => {
    const snippet = { title: true, within: 'main > "a"', forms: ['topic'], health: 1 };
    const { key } = await makeSite({ consent: 'required', honourGpc: false, snippet });
    const code = await (await ask(`/s/${key}.js`)).text();
    const settings = {
      site: key,
      api: PUBLIC_URL,
      consent: 'required',
      honourGpc: false,
      ...snippet,
    };
    expect(code).toContain(JSON.stringify(settings));
    expect(code).not.toContain(PLACEHOLDER);
  });

  it('carries no tracking number and no secret', async () => {
    const { key } = await makeSite();
    const code = await (await ask(`/s/${key}.js`)).text();
    expect(code).not.toMatch(/33199002|199001234|twilio|secret/);
  });

  it('is JavaScript that any page may load', async () => {
    const { key } = await makeSite();
    const { headers } = await ask(`/s/${key}.js`);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    });
  });

  it('may be kept for five minutes, and used while it is fetched anew', async () => {
    const { key } = await makeSite();
    const kept = (await ask(`/s/${key}.js`)).headers.get('cache-control');
    expect(kept).toMatch(/max-age=300, stale-while-revalidate=\d+/);
  });

  it('is not sent again to who has it', async () => {
    const { key } = await makeSite();
    const etag = (await ask(`/s/${key}.js`)).headers.get('etag') ?? '';
    const response = await ask(`/s/${key}.js`, { headers: { 'if-none-match': etag } });
    expect([response.status, await response.text()]).toEqual([304, '']);
  });

  const unchanged: Record<string, (etag: string) => string> = {
    'weakened, as Cloudflare does when it compresses': (etag) => `W/${etag}`,
    'among others': (etag) => `"other", W/"another" ,W/${etag}`,
    'by any tag at all': () => '*',
  };
  for (const [how, named] of Object.entries(unchanged)) {
    it(`is not sent again to who names it ${how}`, async () => {
      const { key } = await makeSite();
      const etag = (await ask(`/s/${key}.js`)).headers.get('etag') ?? '';
      const response = await ask(`/s/${key}.js`, { headers: { 'if-none-match': named(etag) } });
      expect([response.status, response.headers.get('etag')]).toEqual([304, etag]);
    });
  }

  it('is sent to who has another', async () => {
    const { key } = await makeSite();
    const headers = { 'if-none-match': 'W/"other", "*"' };
    expect((await ask(`/s/${key}.js`, { headers })).status).toBe(200);
  });

  it('of an unknown site is not found', async () => {
    expect(await refusalOf(await ask('/s/nobody.js'))).toEqual({
      status: 404,
      code: 'site_unknown',
    });
  });
});

describe('what is pinned of this version', () => {
  it('never changes', async () => {
    const { headers } = await ask(`/s/v${version}.js`);
    expect(headers.get('cache-control')).toMatch(/max-age=31536000, immutable/);
  });

  it('carries no settings', async () => {
    const code = await (await ask(`/s/v${version}.js`)).text();
    expect(code).toContain(`ringtrace v${version}`);
    expect(code).not.toContain(PUBLIC_URL);
  });

  it('is not there for a version that was never built', async () => {
    expect((await ask('/s/v99.0.0.js')).status).toBe(404);
  });
});

it('/healthz is ready and says which version', async () => {
  expect(await (await ask('/healthz')).json()).toEqual({ ok: true, version });
});
