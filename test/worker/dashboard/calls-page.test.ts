import { describe, expect, it } from 'vitest';
import { ask, basic, bearer, refusalOf } from '../support/ask.ts';
import { shownNumber, visit } from '../support/browser.ts';
import { readPage } from '../support/dashboard.ts';
import { advance } from '../support/local.ts';
import { makeSite, numbers, type TestSite } from '../support/make-site.ts';
import { ring } from '../support/phone.ts';
import { drain } from '../support/pool.ts';

const [NUMBER = ''] = numbers(1);

async function page(site: TestSite, query = ''): Promise<string> {
  await drain(site);
  return readPage(site, `/app/calls${query}`);
}

describe('the calls page', () => {
  it('says what to do before the first call', async () => {
    expect(await page(await makeSite())).toContain('No calls yet');
  });

  it('shows the site of the key that was typed', async () => {
    expect(await page(await makeSite({ name: 'Vélo & Söhne' }))).toContain('Vélo &amp; Söhne');
  });

  it('shows a call with its caller, number, source and match', async () => {
    const site = await makeSite();
    const touch = { utm_source: 'newsletter', utm_medium: 'email', utm_campaign: 'spring' };
    const number = shownNumber(await visit(site, { touch }));
    await ring(site, number);
    const html = await page(site);
    for (const text of [
      '+33 6 39 98 00 01',
      'newsletter / email',
      'spring',
      'in progress',
      'high',
    ]) {
      expect(html).toContain(text);
    }
  });

  it('says withheld of a caller who did not show a number', async () => {
    const site = await makeSite();
    await ring(site, NUMBER, { from: null });
    expect(await page(site)).toContain('withheld');
  });

  it('shows markup in a parameter as text', async () => {
    const site = await makeSite({ name: '<img src=x onerror=alert(1)>' });
    const hostile = `<script>alert("1")</script><img src=x onerror='alert(2)'>`;
    const touch = {
      utm_source: hostile,
      utm_medium: hostile,
      utm_campaign: hostile,
      utm_term: hostile,
    };
    await ring(site, shownNumber(await visit(site, { touch })));
    const html = await page(site);
    expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
    expect(html).not.toMatch(/<script|<img/);
  });

  it('leads to earlier calls', async () => {
    const site = await makeSite();
    await ring(site, NUMBER, { from: '+33639980001' });
    await advance(1);
    await ring(site, NUMBER, { from: '+33639980002' });
    const first = await page(site, '?limit=1');
    const [, href = ''] = first.match(/<a href="(\?[^"]+)">Earlier calls/) ?? [];
    expect(first).toContain('+33 6 39 98 00 02');
    expect(await page(site, href.replaceAll('&amp;', '&'))).toContain('+33 6 39 98 00 01');
  });

  it('is refused without a key, and a browser asks for it', async () => {
    const response = await ask('/app/calls');
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([
      401,
      'Basic realm="Ringtrace", charset="UTF-8"',
    ]);
  });

  it('is refused with a wrong key', async () => {
    const response = await ask('/app/calls', { headers: basic('wrong') });
    expect(await refusalOf(response)).toEqual({ status: 401, code: 'key_unknown' });
  });

  it('is refused with a wrong query', async () => {
    const { apiKey } = await makeSite();
    const response = await ask('/app/calls?limit=0', { headers: bearer(apiKey) });
    expect(await refusalOf(response)).toMatchObject({ status: 400, code: 'query_invalid' });
  });

  it('does not call a call in progress whose end never came', async () => {
    const site = await makeSite();
    await ring(site, NUMBER);
    await advance(5 * 3_600);
    const html = await page(site);
    expect(html).toContain('>missed<');
    expect(html).not.toContain('in progress');
  });

  it('is not to be kept', async () => {
    const { apiKey } = await makeSite();
    const { headers } = await ask('/app/calls', { headers: bearer(apiKey) });
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('is where /app leads', async () => {
    const response = await ask('/app');
    expect([response.status, response.headers.get('location')]).toEqual([302, '/app/calls']);
  });
});

describe('the API reference', () => {
  const paths = {
    '/v1/visits': ['post'],
    '/v1/events': ['post'],
    '/api/v1/calls': ['get'],
    '/api/v1/calls/{id}/spam': ['put'],
    '/api/v1/sessions': ['get'],
    '/api/v1/leases': ['get'],
    '/api/v1/pools': ['get'],
    '/api/v1/pools/{name}/sizing': ['get'],
    '/api/v1/numbers': ['get'],
    '/api/v1/sites/{key}': ['delete', 'get', 'put'],
    '/api/v1/sites/{key}/credentials/{provider}': ['put'],
    '/api/v1/sites/{key}/api-keys': ['get', 'post'],
    '/api/v1/sites/{key}/api-keys/{id}': ['delete'],
  };

  it('lists every path of the API', async () => {
    const document = await (await ask('/api/openapi.json')).json<{
      openapi: string;
      paths: Record<string, object>;
    }>();
    const listed = Object.entries(document.paths).map(([path, methods]) => [
      path,
      Object.keys(methods).sort(),
    ]);
    expect(Object.fromEntries(listed)).toMatchObject(paths);
  });

  it('can be read as a page', async () => {
    const html = await (await ask('/api/')).text();
    for (const path of Object.keys(paths)) expect(html).toContain(path);
  });
});

it('whoever opens the Worker in a browser reads what it is and where to go', async () => {
  const response = await ask('/');
  const html = await response.text();
  expect(response.headers.get('content-type')).toMatch(/^text\/html/);
  for (const text of ['Ringtrace', 'href="/app/calls"', 'href="/api/"']) {
    expect(html).toContain(text);
  }
});

describe.each([
  '/',
  '/app',
  '/app/calls',
  '/app/messages',
  '/app/pools',
  '/api/',
  '/api/openapi.json',
])('%s', (path) => {
  const headersOf = async () => {
    const { apiKey } = await makeSite();
    return (await ask(path, { headers: bearer(apiKey) })).headers;
  };

  it('may load nothing but sound, lead its forms to no other host, and be shown inside no other page', async () => {
    expect(Object.fromEntries(await headersOf())).toMatchObject({
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; media-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
    });
  });

  it('says nothing of HTTPS for a host that may serve more', async () => {
    expect((await headersOf()).has('strict-transport-security')).toBe(false);
  });
});

it('a refusal has the same headers as its page', async () => {
  const { headers } = await ask('/app/calls');
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
});
