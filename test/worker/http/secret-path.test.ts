import { afterEach, expect, it, vi } from 'vitest';
import { ask, askAsAdmin, PUBLIC_URL, refusalOf } from '../support/ask.ts';
import { breakDown, mendAll } from '../support/local.ts';
import { makeSite, numbers, putSecrets } from '../support/make-site.ts';
import { CALLER } from '../support/phone.ts';
import { readAll } from '../support/read-reports.ts';

const KEY = '00112233445566778899aabbccddeeff';
const OTHER = 'ff112233445566778899aabbccddee00';
const [NUMBER = ''] = numbers(1);

const INBOUND: Record<string, () => string> = {
  bandwidth: () =>
    JSON.stringify({ eventType: 'initiate', callId: 'c-1', from: CALLER, to: NUMBER }),
  freeswitch: () =>
    new URLSearchParams({
      session_id: 'c-1',
      'Caller-Caller-ID-Number': CALLER,
      'Caller-Destination-Number': NUMBER,
    }).toString(),
  generic: () => JSON.stringify({ v: 1, event: 'incoming', call: 'c-1', from: CALLER, to: NUMBER }),
};

const tell = (provider: string, key: string, path: string) =>
  ask(`/v1/calls/${provider}/${key}${path}`, { method: 'POST', body: INBOUND[provider]?.() ?? '' });

afterEach(async () => {
  vi.restoreAllMocks();
  await mendAll();
});

it.each(Object.keys(INBOUND))(
  '%s may show the secret in the path, old and new',
  async (provider) => {
    const site = await makeSite();
    await putSecrets(site.key, provider, [KEY, OTHER]);
    for (const key of [KEY, OTHER]) {
      expect((await tell(provider, site.key, `/k/${key}`)).status).toBe(200);
    }
    for (const path of ['', `/k/${KEY.replace('0', '1')}`, '/k/', `/${KEY}`, `/k/k/${KEY}`]) {
      expect((await tell(provider, site.key, path)).status).toBe(403);
    }
    expect(await readAll(site, 'calls')).toMatchObject([{ provider, number: NUMBER }]);
    await putSecrets(site.key, provider, [OTHER]);
    expect((await tell(provider, site.key, `/k/${KEY}`)).status).toBe(403);
  },
);

it.each(['bandwidth', 'freeswitch'])('%s is told addresses that have it, too', async (provider) => {
  const site = await makeSite();
  await putSecrets(site.key, provider, [KEY]);
  const answer = await (await tell(provider, site.key, `/k/${KEY}`)).text();
  const next = `${PUBLIC_URL}/v1/calls/${provider}/${site.key}/k/${KEY}/dial-ring-0`;
  expect(answer).toContain(`"${next}"`);
  expect(answer).not.toContain('username');
});

it('opens only its own site, and nothing where a provider signs', async () => {
  const [site, another] = [await makeSite(), await makeSite()];
  await putSecrets(site.key, 'bandwidth', [KEY]);
  await putSecrets(site.key, 'plivo', [KEY]);
  await putSecrets(another.key, 'bandwidth', [OTHER]);
  expect((await tell('bandwidth', another.key, `/k/${KEY}`)).status).toBe(403);
  expect((await tell('plivo', site.key, `/k/${KEY}`)).status).toBe(403);
});

it('is written to no log, whatever goes wrong', async () => {
  const site = await makeSite();
  await putSecrets(site.key, 'bandwidth', [KEY]);
  const lines: unknown[][] = [];
  for (const level of ['error', 'warn', 'log', 'info'] as const) {
    vi.spyOn(console, level).mockImplementation((...line) => void lines.push(line));
  }
  await breakDown({ pool: 'error' });
  expect((await tell('bandwidth', site.key, `/k/${KEY}`)).status).toBe(200);
  await breakDown({ pool: null, kv: true, d1: true });
  const response = await tell('bandwidth', 'never-heard-of', `/k/${KEY}`);
  expect(response.status).toBe(503);
  expect(await response.text()).not.toContain(KEY);
  expect(lines).not.toEqual([]);
  expect(lines.map((line) => line.map(String).join(' ')).join('\n')).not.toContain(KEY);
});

it.each(['bandwidth', 'freeswitch'])('%s takes no secret that opens nothing', async (provider) => {
  const site = await makeSite();
  const path = `/api/v1/sites/${site.key}/credentials/${provider}`;
  const response = await askAsAdmin('PUT', path, { secrets: ['user:password', 'too-short'] });
  expect(await refusalOf(response)).toMatchObject({
    status: 400,
    code: 'body_invalid',
    detail: expect.stringMatching(/user:password.*openssl rand -hex/),
  });
});
