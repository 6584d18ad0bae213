import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ask, basic, bearer } from '../support/ask.ts';
import { advance, breakDown, mendAll } from '../support/local.ts';
import { makeSite, numbers, putSecrets, type TestSite } from '../support/make-site.ts';
import {
  CALLER,
  newCallId,
  postGeneric,
  postText,
  postTwilio,
  signedGeneric,
} from '../support/phone.ts';
import { evict, ownRows } from '../support/pool.ts';
import { openInternet, sendOut, subscribe } from '../support/receiver.ts';
import { askAndWatch } from '../support/with-context.ts';

const [NUMBER = ''] = numbers(1);

let site: TestSite;

beforeEach(async () => {
  site = await makeSite();
});
afterEach(mendAll);

const incoming = () => ({ v: 1, event: 'incoming', call: newCallId(), to: NUMBER, from: CALLER });

/** Refused one after the other, so many seconds apart. */
async function refuse(times: number, seconds = 20): Promise<void> {
  for (let time = 0; time < times; time++) {
    const request = await signedGeneric(incoming(), 'wrong');
    const { response, afterwards } = await askAndWatch(`/v1/calls/generic/${site.key}`, request);
    expect(response.status).toBe(403);
    await afterwards();
    await advance(seconds);
  }
}

async function alerts(): Promise<Record<string, unknown>[] | null> {
  const path = `/api/v1/health?site=${site.key}`;
  const response = await ask(path, { headers: bearer(site.apiKey) });
  return (await response.json<{ signatures: Record<string, unknown>[] | null }>()).signatures;
}

async function healthPage(): Promise<string> {
  const headers = basic(site.apiKey);
  return (await ask(`/app/health?site=${site.key}`, { headers })).text();
}

describe('a run of refused signatures', () => {
  it('is an alert that says what to do, in the API and on the health page', async () => {
    await refuse(4);
    expect(await alerts()).toEqual([]);
    expect(await healthPage()).not.toContain('are refused');
    await refuse(1);
    expect(await alerts()).toMatchObject([
      { provider: 'generic', refused: 5, advice: expect.stringContaining('credentials/generic') },
    ]);
    const page = await healthPage();
    expect(page).toContain('Webhooks of generic are refused');
    expect(page).toContain(`/api/v1/sites/${site.key}/credentials/generic`);
  });

  it('is over with the first request that is accepted', async () => {
    await refuse(5);
    await postGeneric(site, incoming());
    expect(await alerts()).toEqual([]);
    await refuse(4);
    expect(await alerts()).toEqual([]);
  });

  it('is over with a text message, too, that is accepted', async () => {
    await refuse(5);
    await postText(site, { to: NUMBER });
    expect(await alerts()).toEqual([]);
  });

  it('is not over because another provider is accepted', async () => {
    await refuse(5);
    await postTwilio(site, undefined, { CallSid: newCallId(), From: CALLER, To: NUMBER });
    expect(await alerts()).toHaveLength(1);
  });

  it('is over once the owner has given the right secret', async () => {
    await refuse(5);
    await putSecrets(site.key, 'generic', ['wrong']);
    await advance(60);
    expect((await postGeneric(site, incoming(), 'wrong')).status).toBe(200);
    expect(await alerts()).toEqual([]);
  });

  it('outlives a restart of the object', async () => {
    await refuse(5);
    await evict(site);
    expect(await alerts()).toMatchObject([{ provider: 'generic', refused: 5 }]);
  });

  it('is none while it is a burst, which writes nothing either', async () => {
    await refuse(40, 1);
    expect(await alerts()).toEqual([]);
    expect(await ownRows(site, 'SELECT * FROM signature_alerts')).toEqual([]);
  });

  it('is told once, as an event, however long it goes on', async () => {
    const internet = openInternet();
    const receiver = internet.receiver('https://www.example.com/alerts');
    const { secret } = await subscribe(site, receiver, { events: ['alert.signatures'] });
    await refuse(12);
    await sendOut(site);
    expect(receiver.verified(secret)).toMatchObject([
      {
        type: 'alert.signatures',
        site: site.key,
        data: { provider: 'generic', refused: 5, advice: expect.stringContaining('secret') },
      },
    ]);
    expect(await alerts()).toMatchObject([{ refused: 12 }]);
    vi.unstubAllGlobals();
  });

  it('is told of no more than once an hour, though calls that are accepted end it', async () => {
    const internet = openInternet();
    const receiver = internet.receiver('https://www.example.com/alerts-2');
    await subscribe(site, receiver, { events: ['alert.signatures'] });
    for (let time = 0; time < 3; time++) {
      await refuse(6);
      await postGeneric(site, incoming());
    }
    await sendOut(site);
    expect(receiver.attempts()).toHaveLength(1);
    vi.unstubAllGlobals();
  });
});

it('the refusal does not wait for a pool that hangs, and health says that nobody knows', async () => {
  await breakDown({ pool: 'hang' });
  expect((await postGeneric(site, incoming(), 'wrong')).status).toBe(403);
  expect(await alerts()).toBeNull();
  expect(await healthPage()).toContain('cannot be told at the moment');
});
