import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ask, askAsAdmin, basic, bearer, PUBLIC_URL, refusalOf } from '../support/ask.ts';
import { now } from '../support/local.ts';
import { makeSite, numbers, putSecrets, SECRETS, type TestSite } from '../support/make-site.ts';
import { CALLER, newCallId, postTwilio } from '../support/phone.ts';
import { readOne } from '../support/read-reports.ts';
import { schemes } from '../support/sign-webhook.ts';

const [NUMBER = ''] = numbers(1);
const ACCOUNT = `AC${'0'.repeat(32)}`;
const TWILIO = `https://api.twilio.com/2010-04-01/Accounts/${ACCOUNT}/Recordings/RE1`;

/** What the provider answers, and what it was asked. */
let asked: { url: string; authorization: string | null }[];
let answer: () => Response;

beforeEach(() => {
  asked = [];
  answer = () => new Response('sound', { headers: { 'content-type': 'audio/mpeg' } });
  vi.stubGlobal('fetch', async (url: string, init?: RequestInit) => {
    asked.push({ url, authorization: new Headers(init?.headers).get('authorization') });
    return answer();
  });
});
afterEach(() => void vi.unstubAllGlobals());

/** A message that was left, and where to get it. */
async function leaveMessage(site: TestSite, url = TWILIO): Promise<string> {
  const call = { CallSid: newCallId(), From: CALLER, To: NUMBER };
  await postTwilio(site, undefined, { ...call, CallStatus: 'ringing' });
  const left = { RecordingUrl: url, RecordingSid: 'RE1', RecordingDuration: '9' };
  await postTwilio(site, 'message', { ...call, ...left });
  return (await readOne(site, 'calls')).recordings[0]?.path ?? '';
}

describe('a recording', () => {
  it('is fetched with the account’s own credentials, and kept by nobody on the way', async () => {
    const site = await makeSite();
    const path = await leaveMessage(site);
    const response = await ask(path, { headers: bearer(site.apiKey) });
    expect(response.headers.get('content-type')).toBe('audio/mpeg');
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(await response.text()).toBe('sound');
    expect(asked).toEqual([
      { url: TWILIO, authorization: `Basic ${btoa(`${ACCOUNT}:${SECRETS.twilio}`)}` },
    ]);
  });

  it('can be listened to in the list of calls', async () => {
    const site = await makeSite();
    await leaveMessage(site);
    const headers = basic(site.apiKey);
    const page = await (await ask('/app/calls', { headers })).text();
    expect(page).toContain('message, 9 s');
    const src = /<audio[^>]* src="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const response = await ask(src, { headers });
    expect(await response.text()).toBe('sound');
    expect(response.headers.get('content-security-policy')).toContain("media-src 'self'");
    expect(await refusalOf(await ask(src))).toMatchObject({ status: 401, code: 'key_missing' });
  });

  it('is for nobody without a key, nor with that of another site', async () => {
    const [site, other] = [await makeSite(), await makeSite()];
    const path = await leaveMessage(site);
    expect(await refusalOf(await ask(path))).toMatchObject({ status: 401, code: 'key_missing' });
    expect(await refusalOf(await ask(path, { headers: bearer(other.apiKey) }))).toMatchObject({
      status: 403,
      code: 'site_forbidden',
    });
    const theirs = path.replace(`site=${site.key}`, `site=${other.key}`);
    expect(await refusalOf(await ask(theirs, { headers: bearer(other.apiKey) }))).toMatchObject({
      status: 404,
      code: 'recording_unknown',
    });
    expect(asked).toEqual([]);
  });

  it('at another host is asked for without the account’s credentials', async () => {
    const site = await makeSite();
    const path = await leaveMessage(site, `https://api.twilio.com.example/${ACCOUNT}/RE1`);
    await ask(path, { headers: bearer(site.apiKey) });
    expect(asked).toMatchObject([{ authorization: null }]);
  });

  it.each([
    ['is refused', () => new Response('no', { status: 401 })],
    ['is no sound', () => Response.json({ secret: 1 })],
    [
      'cannot be reached',
      () => {
        throw new TypeError('no network');
      },
    ],
  ])('that %s by the provider is said not to be there', async (_, given) => {
    const site = await makeSite();
    const path = await leaveMessage(site);
    answer = given;
    expect(await refusalOf(await ask(path, { headers: bearer(site.apiKey) }))).toMatchObject({
      status: 502,
      code: 'recording_unavailable',
    });
  });
});

describe('a recording that only the provider’s API opens', () => {
  const SID = '35094891-3290-4142-b2c2-b2eda57534cf';
  const MEDIA = 'https://voice.bandwidth.com/api/v2/accounts/1/calls/c-1/recordings/r-1/media';

  const putKeys = (site: TestSite, provider: string, keys: string[]) =>
    askAsAdmin('PUT', `/api/v1/sites/${site.key}/credentials/${provider}/api`, { keys });

  /** A message of a Bandwidth caller's, and where to get it. */
  async function leaveWithBandwidth(site: TestSite): Promise<string> {
    await putSecrets(site.key, 'bandwidth', ['hook:secret']);
    await ask(`/v1/calls/bandwidth/${site.key}/message`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${btoa('hook:secret')}`,
      },
      body: JSON.stringify({
        eventType: 'recordingAvailable',
        callId: newCallId(),
        from: CALLER,
        to: NUMBER,
        recordingId: 'r-1',
        mediaUrl: MEDIA,
      }),
    });
    return (await readOne(site, 'calls')).recordings[0]?.path ?? '';
  }

  /** The same of Telnyx. */
  async function leaveWithTelnyx(site: TestSite): Promise<string> {
    const { secret, sign } = schemes.telnyx;
    await putSecrets(site.key, 'telnyx', [secret]);
    const body = String(
      new URLSearchParams({
        CallSid: newCallId(),
        From: CALLER,
        To: NUMBER,
        RecordingSid: SID,
        RecordingUrl: 'https://storage.example/expired.mp3',
        RecordingDuration: '9',
      }),
    );
    const path = `/v1/calls/telnyx/${site.key}/message`;
    const type = 'application/x-www-form-urlencoded';
    const at = Math.floor((await now()) / 1_000);
    const signature = await sign({ url: `${PUBLIC_URL}${path}`, body, type, at });
    await ask(path, { method: 'POST', headers: { ...signature, 'content-type': type }, body });
    return (await readOne(site, 'calls')).recordings[0]?.path ?? '';
  }

  it('is fetched with the key that the owner gave', async () => {
    const site = await makeSite();
    expect((await putKeys(site, 'bandwidth', ['user:password'])).status).toBe(200);
    const path = await leaveWithBandwidth(site);
    const response = await ask(path, { headers: bearer(site.apiKey) });
    expect(await response.text()).toBe('sound');
    expect(asked).toEqual([{ url: MEDIA, authorization: `Basic ${btoa('user:password')}` }]);
  });

  it('is asked for as it stands without, and never with what webhooks show', async () => {
    const site = await makeSite();
    const path = await leaveWithBandwidth(site);
    answer = () => new Response('no', { status: 401 });
    expect(await refusalOf(await ask(path, { headers: bearer(site.apiKey) }))).toMatchObject({
      code: 'recording_unavailable',
    });
    expect(asked).toEqual([{ url: MEDIA, authorization: null }]);
  });

  it('is where the API says', async () => {
    const site = await makeSite();
    const path = await leaveWithTelnyx(site);
    await putKeys(site, 'telnyx', ['KEY']);
    const link = 'https://storage.example/fresh.mp3';
    answer = () =>
      asked.length === 1
        ? Response.json({ data: { download_urls: { mp3: link } } })
        : new Response('sound', { headers: { 'content-type': 'audio/mpeg' } });
    const response = await ask(path, { headers: bearer(site.apiKey) });
    expect(await response.text()).toBe('sound');
    expect(asked).toEqual([
      { url: `https://api.telnyx.com/v2/recordings/${SID}`, authorization: 'Bearer KEY' },
      { url: link, authorization: null },
    ]);
  });

  it.each([
    ['twilio', 'token', 'recordings of twilio are fetched without'],
    ['bandwidth', 'no login', 'must be the user and password'],
  ])('has no key of %s that would be of no use: %s', async (provider, key, detail) => {
    const refusal = await refusalOf(await putKeys(await makeSite(), provider, [key]));
    expect(refusal).toMatchObject({ status: 400, code: 'body_invalid' });
    expect(refusal.detail).toContain(detail);
    expect(refusal.detail).not.toContain(key);
  });
});
