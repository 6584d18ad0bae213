import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ask, bearer, refusalOf } from '../support/ask.ts';
import { makeSite, numbers, SECRETS, type TestSite } from '../support/make-site.ts';
import { CALLER, newCallId, postTwilio } from '../support/phone.ts';
import { readOne } from '../support/read-reports.ts';

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
