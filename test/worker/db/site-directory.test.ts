import { env } from 'cloudflare:test';
import { afterEach, describe, expect, it } from 'vitest';
import type { Env } from '../../../worker/config.ts';
import { breakable } from '../../../worker/local/faults.ts';
import { SiteDirectory } from '../../../worker/site-directory.ts';
import { breakDown, mendAll } from '../support/local.ts';
import { defineSite, makeSite, putSite } from '../support/make-site.ts';

afterEach(mendAll);

const FRESH_FOR = 30_000;

/** The memory of an isolate that has read nothing yet, and its clock. */
function newDirectory() {
  const time = { at: 1_000_000 };
  const clock = { now: () => time.at, readings: () => [time.at] };
  const { SITES, DB } = breakable(env as unknown as Env);
  return { directory: new SiteDirectory(SITES, DB, clock), time };
}

describe('a site is found', () => {
  it('in KV while D1 is down', async () => {
    const { key, id } = await makeSite();
    await breakDown({ d1: true });
    expect(await newDirectory().directory.byKey(key)).toMatchObject({ id, key });
  });

  it('in D1 while KV is down', async () => {
    const { key, id } = await makeSite();
    await breakDown({ kv: true });
    expect(await newDirectory().directory.byKey(key)).toMatchObject({ id, key });
  });

  it('the same in D1 as in KV', async () => {
    const { key } = await makeSite();
    const fromKv = await newDirectory().directory.byKey(key);
    await breakDown({ kv: true });
    expect(await newDirectory().directory.byKey(key)).toEqual(fromKv);
  });

  it('in memory while both are down', async () => {
    const { key, id } = await makeSite();
    const { directory, time } = newDirectory();
    await directory.byKey(key);
    await breakDown({ kv: true, d1: true });
    time.at += 10 * FRESH_FOR;
    expect(await directory.byKey(key)).toMatchObject({ id });
  });

  it('in memory without asking, for a while', async () => {
    const { key } = await makeSite();
    const { directory, time } = newDirectory();
    const before = await directory.byKey(key);
    await putSite(key, defineSite({ name: 'Renamed' }));
    time.at += FRESH_FOR - 1;
    expect(await directory.byKey(key)).toBe(before);
  });

  it('as it was changed, after that while', async () => {
    const { key } = await makeSite();
    const { directory, time } = newDirectory();
    await directory.byKey(key);
    await putSite(key, defineSite({ name: 'Renamed' }));
    time.at += FRESH_FOR;
    expect(await directory.byKey(key)).toMatchObject({ name: 'Renamed' });
  });
});

describe('a site is not found', () => {
  it('where no site has the key', async () => {
    expect(await newDirectory().directory.byKey('nobody')).toBeUndefined();
  });

  it('where no site has the key and KV is down', async () => {
    await breakDown({ kv: true });
    expect(await newDirectory().directory.byKey('nobody')).toBeUndefined();
  });

  it('but fails where nothing answers and nothing is remembered', async () => {
    const { key } = await makeSite();
    await breakDown({ kv: true, d1: true });
    await expect(newDirectory().directory.byKey(key)).rejects.toThrow();
  });
});

it('what is published is a site without secrets in the clear', async () => {
  const { key } = await makeSite();
  const published = await env.SITES.get(`site:${key}`);
  expect(published).not.toMatch(/twilio-auth-token|generic-secret/);
});
