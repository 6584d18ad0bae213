import { verify } from 'hono/jwt';
import { describe, expect, it } from 'vitest';
import { findProvider } from '../../worker/telephony/registry.ts';

const NOW = Date.now();
const RECORDING = '35094891-3290-4142-b2c2-b2eda57534cf';

/** What a provider would be asked for a recording, with these keys of its API and this webhook secret. */
function requestsOf(provider: string, url: string, apiKeys: string[], id = 'recording:1') {
  const access = findProvider(provider)?.recordings;
  return access?.requests({ id, url }, { secrets: ['token'], apiKeys }, NOW);
}

const problemOf = (provider: string, key: string) =>
  findProvider(provider)?.recordings?.apiKeyProblem?.(key);

describe.each([
  ['twilio', `https://api.twilio.com/2010-04-01/Accounts/AC${'0'.repeat(32)}/Recordings/RE1`],
  ['plivo', 'https://media.plivo.com/v1/Account/MA0123456789ABCDEFGH/Recording/1.mp3'],
])('a recording of %s', (provider, url) => {
  it('is opened by the account in its address and the secret of its webhooks', async () => {
    const account = /(AC|MA)\w+/.exec(url)?.[0];
    expect(await requestsOf(provider, url, [])).toEqual([
      { url, authorization: `Basic ${btoa(`${account}:token`)}` },
    ]);
  });

  it('at any other host is asked for without', async () => {
    const elsewhere = url.replace('.com/', '.com.example/');
    expect(await requestsOf(provider, elsewhere, [])).toEqual([]);
  });
});

describe.each([
  ['bandwidth', 'https://voice.bandwidth.com/api/v2/accounts/1/calls/c/recordings/r/media'],
  ['signalwire', 'https://shop.signalwire.com/api/laml/2010-04-01/Accounts/a/Recordings/r.mp3'],
])('a recording of %s', (provider, url) => {
  it('is opened by the login of the API, one after the other where there are several', async () => {
    const keys = ['user:old', 'user:pässword'];
    expect(await requestsOf(provider, url, keys)).toEqual([
      { url, authorization: `Basic ${btoa('user:old')}` },
      { url, authorization: `Basic ${Buffer.from('user:pässword').toString('base64')}` },
    ]);
  });

  it('at any other host is asked for without', async () => {
    for (const elsewhere of [url.replace('.com/', '.com.example/'), url.replace('https', 'http')])
      expect(await requestsOf(provider, elsewhere, ['user:password'])).toEqual([]);
  });

  it('has keys that are logins', async () => {
    expect(await problemOf(provider, 'user:password')).toBeUndefined();
    expect(await problemOf(provider, 'password')).toMatch(/^must be /);
  });
});

describe('a recording of Telnyx', () => {
  const url = 'https://recording.example/expired';

  it('is asked for anew, for its address is soon out of date', async () => {
    const [request] = (await requestsOf('telnyx', url, ['KEY'], `recording:${RECORDING}`)) ?? [];
    expect(request).toMatchObject({
      url: `https://api.telnyx.com/v2/recordings/${RECORDING}`,
      authorization: 'Bearer KEY',
    });
    const link = (urls: object) => request?.linkIn?.({ data: { download_urls: urls } });
    expect(link({ mp3: 'https://a.example/1.mp3', wav: 'https://a.example/1.wav' })).toBe(
      'https://a.example/1.mp3',
    );
    expect(link({ wav: 'https://a.example/1.wav' })).toBe('https://a.example/1.wav');
    expect(link({ mp3: 'http://a.example/1.mp3' })).toBeUndefined();
    expect(request?.linkIn?.('nothing of the kind')).toBeUndefined();
  });

  it('that is named in no way of its own is not asked for by name', async () => {
    for (const id of ['recording:voicemail', `recording:../${RECORDING}`])
      expect(await requestsOf('telnyx', url, ['KEY'], id)).toEqual([]);
  });

  it('has keys without spaces', async () => {
    expect(await problemOf('telnyx', 'KEY0123_abc')).toBeUndefined();
    expect(await problemOf('telnyx', 'KEY 0123')).toMatch(/^must be /);
  });
});

describe('a recording of Vonage', async () => {
  const application = '3fa85f64-5717-4562-b3fc-2c963f66afa6';
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const { publicKey, privateKey } = await crypto.subtle.generateKey(
    { ...algorithm, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
    true,
    ['sign', 'verify'],
  );
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', privateKey)).toString('base64');
  const pem = `-----BEGIN PRIVATE KEY-----\n${der.replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`;
  const key = `${application}:${pem}`;
  const url = 'https://api-eu-1.nexmo.com/v1/files/aaaaaaaa-bbbb-cccc-dddd-0123456789ab';

  it("is opened by a token that the application's key signs, each another", async () => {
    const [first, second] = (await requestsOf('vonage', url, [key, key])) ?? [];
    expect(first?.url).toBe(url);
    expect(first?.authorization).not.toBe(second?.authorization);
    const token = first?.authorization?.replace(/^Bearer /, '') ?? '';
    expect(await verify(token, publicKey, 'RS256')).toMatchObject({
      application_id: application,
      iat: Math.floor(NOW / 1_000),
      exp: Math.floor(NOW / 1_000) + 300,
      jti: expect.any(String),
    });
  });

  it('at any other host is asked for without', async () => {
    for (const elsewhere of ['https://api.nexmo.com.example/v1/files/a', 'https://nexmo.example/'])
      expect(await requestsOf('vonage', elsewhere, [key])).toEqual([]);
  });

  it("has keys that can sign, with the application's id in front", async () => {
    expect(await problemOf('vonage', key)).toBeUndefined();
    expect(await problemOf('vonage', pem)).toMatch(/^must be /);
    expect(await problemOf('vonage', `${application}:secret`)).toMatch(/^must be /);
    expect(await problemOf('vonage', key.replace(/\n[^\n]*\n/, '\n'))).toMatch(/^must be /);
  });
});
