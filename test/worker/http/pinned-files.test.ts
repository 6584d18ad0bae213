import { env } from 'cloudflare:test';
import { afterEach, describe, expect, it } from 'vitest';
import { version } from '../../../package.json';
import type { Env } from '../../../worker/config.ts';
import { breakable } from '../../../worker/local/faults.ts';
import { PinnedFiles } from '../../../worker/pinned-files.ts';
import { ask, PUBLIC_URL, refusalOf } from '../support/ask.ts';
import { breakDown, mendAll } from '../support/local.ts';
import { askAndWatch } from '../support/with-context.ts';

afterEach(mendAll);

const OLD = '/*! ringtrace v0.1.7 */ "as it was";';
const newArchive = () => new PinnedFiles(breakable(env as unknown as Env).SITES);

describe('the core of an earlier version', () => {
  it('is served as it was, for ever', async () => {
    await env.SITES.put('snippet:v0.1.7', OLD);
    const response = await ask('/s/v0.1.7.js');
    expect(await response.text()).toBe(OLD);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=31536000, immutable',
    });
  });

  it('is not sent again to who has it', async () => {
    await env.SITES.put('snippet:v0.1.8', OLD);
    const etag = (await ask('/s/v0.1.8.js')).headers.get('etag') ?? '';
    expect((await ask('/s/v0.1.8.js', { headers: { 'if-none-match': etag } })).status).toBe(304);
  });

  it('is not found where it was never served, which is said', async () => {
    const refusal = await refusalOf(await ask('/s/v99.0.0.js'));
    expect(refusal).toMatchObject({ status: 404, code: 'core_unknown' });
    expect(refusal.detail).toContain(`v${version}`);
  });

  it('is asked for again later where KV does not answer', async () => {
    await breakDown({ kv: true });
    expect(await refusalOf(await ask('/s/v0.1.6.js'))).toEqual({
      status: 503,
      code: 'storage_unavailable',
    });
  });

  it('is served from memory once it was read', async () => {
    await env.SITES.put('snippet:v0.1.9', OLD);
    const archive = newArchive();
    expect(await archive.find('v0.1.9')).toBe(OLD);
    await breakDown({ kv: true });
    expect(await archive.find('v0.1.9')).toBe(OLD);
  });
});

describe('this version’s own core', () => {
  it('is kept for the day it is an earlier one', async () => {
    await newArchive().keep('v2.0.0', 'code');
    expect(await newArchive().find('v2.0.0')).toBe('code');
  });

  it('is kept as soon as any tag is asked for', async () => {
    const { response, afterwards } = await askAndWatch(`/s/v${version}.js`, {});
    const code = await response.text();
    await afterwards();
    expect(await env.SITES.get(`snippet:v${version}`)).toBe(code);
  });

  it('never takes the place of what is kept', async () => {
    await env.SITES.put('snippet:v1.0.0', OLD);
    await newArchive().keep('v1.0.0', 'other bytes');
    expect(await env.SITES.get('snippet:v1.0.0')).toBe(OLD);
  });

  it('is served as it was built, whatever is kept', async () => {
    await env.SITES.put(`snippet:v${version}`, 'other bytes');
    expect(await (await ask(`/s/v${version}.js`)).text()).not.toBe('other bytes');
  });

  it('is kept later where KV does not answer', async () => {
    const archive = newArchive();
    await breakDown({ kv: true });
    await archive.keep('v1.1.0', 'code');
    await mendAll();
    await archive.keep('v1.1.0', 'code');
    expect(await env.SITES.get('snippet:v1.1.0')).toBe('code');
  });

  it('is pinned on the home page by the hash of what is served', async () => {
    const code = await (await ask(`/s/v${version}.js`)).arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-384', code));
    const page = (await (await ask('/')).text()).replaceAll('&quot;', '"');
    expect(page).toContain(`src="${PUBLIC_URL}/s/v${version}.js"`);
    expect(page).toContain(`integrity="sha384-${btoa(String.fromCharCode(...digest))}"`);
    expect(page).toContain('crossorigin="anonymous" data-site="YOUR-SITE-KEY"');
  });
});
