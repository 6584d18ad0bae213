import { env } from 'cloudflare:test';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ask, askAsAdmin, PUBLIC_URL, refusalOf } from '../support/ask.ts';
import { openBrowser, shownNumber } from '../support/browser.ts';
import { advance, breakDown, mendAll, now } from '../support/local.ts';
import {
  defineSite,
  makeSite,
  numbers,
  putSecrets,
  SECRETS,
  TARGET,
  type TestSite,
} from '../support/make-site.ts';
import { CALLER, postText, ring, signedGeneric, twilioSignature } from '../support/phone.ts';
import { drain } from '../support/pool.ts';
import { readAll, readOne, readPage } from '../support/read-reports.ts';
import { latestCall, say } from '../support/spam.ts';

const [NUMBER = ''] = numbers(1);
const OWNER = '+33639980009';
const POSTER = '+33199003000';

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(async () => {
  vi.restoreAllMocks();
  await mendAll();
});

async function textTwilio(
  site: TestSite,
  fields: Record<string, string> = {},
  token: string = SECRETS.twilio,
): Promise<Response> {
  const path = `/v1/messages/twilio/${site.key}`;
  const form = {
    MessageSid: 'SM1',
    From: CALLER,
    To: NUMBER,
    Body: 'Are you open?',
    NumMedia: '0',
    ...fields,
  };
  return ask(path, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': await twilioSignature(`${PUBLIC_URL}${path}`, form, token),
    },
    body: new URLSearchParams(form).toString(),
  });
}

const textGeneric = (site: TestSite, fields: Record<string, unknown> = {}) =>
  postText(site, { to: NUMBER, ...fields });

/** All that D1 holds of messages, as text. */
async function dump(): Promise<string> {
  const { results } = await env.DB.prepare('SELECT * FROM messages').all();
  return JSON.stringify(results);
}

describe('a text message', () => {
  it('is kept and tied to the visitor who was shown its number', async () => {
    const site = await makeSite();
    const touch = { utm_source: 'newsletter', utm_medium: 'email' };
    const browser = openBrowser(site);
    const number = shownNumber(await browser.visit({ touch }));
    const answer = await textTwilio(site, { To: number, NumMedia: '2' });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toMatch(/<Response\/>$/);
    expect(await readOne(site, 'messages')).toMatchObject({
      provider: 'twilio',
      providerMessageId: 'SM1',
      number,
      sender: CALLER,
      text: 'Are you open?',
      media: 2,
      match: { session: browser.sessionId, band: 'high' },
      session: { source: 'newsletter', medium: 'email' },
    });
  });

  it('to a static number has its source', async () => {
    const site = await makeSite({
      staticNumbers: [{ number: POSTER, target: TARGET, label: 'Poster' }],
    });
    await textTwilio(site, { To: POSTER });
    expect(await readOne(site, 'messages')).toMatchObject({
      match: { band: 'source', session: null },
      staticSource: { label: 'Poster' },
    });
  });

  it('is matched by when it was sent, not by when it arrives', async () => {
    const site = await makeSite({
      pools: [{ name: 'website', holdSeconds: 60, numbers: [NUMBER], share: false }],
    });
    // Far from the world's own clock, of which a time might be taken to be.
    await advance(86_400);
    const first = openBrowser(site);
    await first.visit();
    const sentAt = await now();
    await advance(600);
    await openBrowser(site).visit();
    await textGeneric(site, { at: sentAt });
    expect(await readOne(site, 'messages')).toMatchObject({
      at: sentAt,
      match: { session: first.sessionId },
    });
  });

  it('that is told again is one message, and is answered as before', async () => {
    const site = await makeSite({ messages: { forwardTo: OWNER } });
    const first = await (await textTwilio(site)).text();
    expect(await (await textTwilio(site)).text()).toBe(first);
    expect(await readAll(site, 'messages')).toHaveLength(1);
  });

  it('whose request is shown again is refused, where its scheme signs the time', async () => {
    const site = await makeSite();
    const init = await signedGeneric({ v: 1, message: 'm-1', to: NUMBER, text: 'Hello' });
    const path = `/v1/messages/generic/${site.key}`;
    expect((await ask(path, init)).status).toBe(204);
    expect(await refusalOf(await ask(path, init))).toEqual({
      status: 403,
      code: 'request_repeated',
    });
    expect(await readAll(site, 'messages')).toHaveLength(1);
  });

  it('is stored with neither sender nor text in the clear', async () => {
    const site = await makeSite();
    await textTwilio(site, { Body: 'A secret of mine' });
    await drain(site);
    const kept = await dump();
    expect(kept).toContain('SM1');
    expect(kept).not.toMatch(/secret of mine|639980001/);
  });

  it('is not stored unless it was signed', async () => {
    const site = await makeSite();
    const response = await textTwilio(site, {}, 'another-token');
    expect(await refusalOf(response)).toEqual({ status: 403, code: 'signature_refused' });
    expect(await readAll(site, 'messages')).toEqual([]);
  });

  it('that cannot be read is refused with what is wrong', async () => {
    const site = await makeSite();
    expect(await refusalOf(await textTwilio(site, { MessageSid: '' }))).toMatchObject({
      status: 400,
      detail: 'MessageSid is missing or too long',
    });
    expect(await refusalOf(await textGeneric(site, { to: 'nobody' }))).toMatchObject({
      status: 400,
      detail: 'to is no telephone number',
    });
  });

  it('by a provider that delivers none is refused', async () => {
    const site = await makeSite();
    await putSecrets(site.key, 'freeswitch', ['user:password']);
    const headers = { authorization: `Basic ${btoa('user:password')}` };
    const response = await ask(`/v1/messages/freeswitch/${site.key}`, { method: 'POST', headers });
    expect(await refusalOf(response)).toEqual({ status: 404, code: 'messages_unsupported' });
  });

  it('may come with a login, or a key in the address', async () => {
    const site = await makeSite();
    const key = '00112233445566778899aabbccddeeff';
    await putSecrets(site.key, 'bandwidth', ['user:password', key]);
    const told = (id: string) =>
      JSON.stringify([
        { type: 'message-received', to: NUMBER, message: { id, from: CALLER, text: id } },
      ]);
    const path = `/v1/messages/bandwidth/${site.key}`;
    const headers = { authorization: `Basic ${btoa('user:password')}` };
    const byLogin = await ask(path, { method: 'POST', headers, body: told('a') });
    const byKey = await ask(`${path}/k/${key}`, { method: 'POST', body: told('b') });
    const byNone = await ask(path, { method: 'POST', body: told('c') });
    expect([byLogin.status, byKey.status, byNone.status]).toEqual([204, 204, 403]);
    expect((await readAll(site, 'messages')).map(({ text }) => text).sort()).toEqual(['a', 'b']);
  });
});

describe('while something does not answer', () => {
  it.each(['error', 'hang'] as const)('a message waits in KV for the pool: %s', async (pool) => {
    const site = await makeSite();
    await breakDown({ pool });
    expect((await textTwilio(site)).status).toBe(200);
    await mendAll();
    // The job that hands over what is parked.
    await advance(300);
    expect(await readOne(site, 'messages')).toMatchObject({ text: 'Are you open?' });
  });

  it('is not acknowledged where it is kept nowhere, and taken when it comes again', async () => {
    const site = await makeSite();
    const init = await signedGeneric({ v: 1, message: 'm-1', to: NUMBER, text: 'Hello' });
    const path = `/v1/messages/generic/${site.key}`;
    // So that the site itself is known.
    expect((await textGeneric(site, { message: 'before' })).status).toBe(204);
    await breakDown({ pool: 'error', kv: true });
    expect(await refusalOf(await ask(path, init))).toEqual({
      status: 503,
      code: 'pool_unavailable',
    });
    await mendAll();
    expect((await ask(path, init)).status).toBe(204);
    expect(await readAll(site, 'messages')).toHaveLength(2);
  });

  it('D1 gets it as soon as it is back', async () => {
    const site = await makeSite();
    await breakDown({ d1: true });
    expect((await textTwilio(site)).status).toBe(200);
    await drain(site);
    await mendAll();
    await advance(3_600);
    expect(await readOne(site, 'messages')).toMatchObject({ providerMessageId: 'SM1' });
  });
});

describe('forwarding to the owner', () => {
  it('is done by the answer', async () => {
    const site = await makeSite({ messages: { forwardTo: OWNER } });
    const twiml = await (await textTwilio(site, { Body: 'Fish & <chips>' })).text();
    expect(twiml).toContain(`<Message to="${OWNER}">${CALLER}: Fish &amp; &lt;chips&gt;</Message>`);
    const json = await (await textGeneric(site)).json();
    expect(json).toEqual({ forward: { from: NUMBER, to: OWNER, text: `${CALLER}: Hello` } });
  });

  it('is not done for whom the owner has blocked; what they write is kept', async () => {
    const site = await makeSite({ messages: { forwardTo: OWNER } });
    await ring(site, NUMBER);
    await say(site, (await latestCall(site)).id, { block: true });
    expect(await (await textTwilio(site)).text()).not.toContain('Message');
    expect(await readOne(site, 'messages')).toMatchObject({ sender: CALLER });
    await say(site, (await latestCall(site)).id, { block: false });
    const another = await textTwilio(site, { MessageSid: 'SM2' });
    expect(await another.text()).toContain(OWNER);
  });

  it('sends nothing back to the owner', async () => {
    const site = await makeSite({ messages: { forwardTo: OWNER } });
    expect(await (await textTwilio(site, { From: OWNER })).text()).not.toContain('Message');
  });

  it('to a tracking number would go round in circles', async () => {
    const definition = defineSite({ messages: { forwardTo: NUMBER } });
    const response = await askAsAdmin('PUT', '/api/v1/sites/circles', definition);
    expect(await refusalOf(response)).toMatchObject({
      status: 400,
      code: 'site_invalid',
      detail: expect.stringContaining(NUMBER),
    });
  });

  it('is refused when it is saved, where a provider of the site cannot', async () => {
    const site = await makeSite({ messages: { forwardTo: OWNER } });
    const path = `/api/v1/sites/${site.key}/credentials/vonage`;
    expect(await refusalOf(await askAsAdmin('PUT', path, { secrets: ['secret'] }))).toMatchObject({
      status: 400,
      code: 'site_invalid',
      detail: expect.stringMatching(/messages\.forwardTo: vonage/),
    });
    const other = await makeSite();
    await putSecrets(other.key, 'bandwidth', ['user:password']);
    const definition = { ...other.definition, messages: { forwardTo: OWNER } };
    const response = await askAsAdmin('PUT', `/api/v1/sites/${other.key}`, definition);
    expect(await refusalOf(response)).toMatchObject({
      detail: expect.stringMatching(/messages\.forwardTo: bandwidth/),
    });
  });

  it('is given back as it was put', async () => {
    const site = await makeSite({ messages: { forwardTo: OWNER } });
    const response = await askAsAdmin('GET', `/api/v1/sites/${site.key}`);
    expect(await response.json()).toMatchObject({ messages: { forwardTo: OWNER } });
  });
});

describe('the list of messages', () => {
  it('is read page by page, newest first, within bounds', async () => {
    const site = await makeSite();
    const start = await now();
    for (const second of [1, 2, 3]) {
      await textGeneric(site, { message: `m-${second}`, at: start - 10_000 + second * 1_000 });
    }
    await drain(site);
    const first = await readPage(site, 'messages', { limit: 2 });
    expect(first.rows.map(({ providerMessageId }) => providerMessageId)).toEqual(['m-3', 'm-2']);
    const second = await readPage(site, 'messages', { limit: 2, cursor: first.next ?? '' });
    expect(second.rows.map(({ providerMessageId }) => providerMessageId)).toEqual(['m-1']);
    expect(second.next).toBeNull();
    const from = start - 8_000;
    const bounded = await readPage(site, 'messages', { from, to: from + 1_000 });
    expect(bounded.rows.map(({ providerMessageId }) => providerMessageId)).toEqual(['m-2']);
  });

  it('shows no site what is of another', async () => {
    const [site, other] = [await makeSite(), await makeSite()];
    await textTwilio(site);
    await drain(site);
    expect(await readAll(other, 'messages')).toEqual([]);
  });

  it('is a page of the dashboard, where markup is text', async () => {
    const site = await makeSite();
    const page = async () => {
      await drain(site);
      const headers = { authorization: `Basic ${btoa(`:${site.apiKey}`)}` };
      return (await ask('/app/messages', { headers })).text();
    };
    expect(await page()).toContain('No text messages yet');
    await textTwilio(site, { Body: '<script>alert(1)</script>', NumMedia: '1' });
    const html = await page();
    expect(html).toContain('+33 6 39 98 00 01');
    expect(html).toContain('&lt;script&gt;alert(1)');
    expect(html).toContain('1 file');
    expect(html).not.toContain('<script>');
  });
});

describe('what is to be forgotten', () => {
  it('of a person is all that they wrote', async () => {
    const site = await makeSite();
    await textTwilio(site);
    await textTwilio(site, { MessageSid: 'SM2', From: '+33639980002', Body: 'Me, too' });
    await drain(site);
    const path = `/api/v1/sites/${site.key}/callers/${CALLER}`;
    expect((await askAsAdmin('DELETE', path)).status).toBe(204);
    expect(await readAll(site, 'messages')).toMatchObject([{ text: 'Me, too' }]);
    expect((await askAsAdmin('POST', `/api/v1/sites/${site.key}/rebuild`)).ok).toBe(true);
    expect(await readAll(site, 'messages')).toHaveLength(1);
  });

  it('of a visitor unties the message', async () => {
    const site = await makeSite();
    const number = shownNumber(await openBrowser(site).visit());
    await textTwilio(site, { To: number });
    const [session] = await readAll(site, 'sessions');
    const path = `/api/v1/sites/${site.key}/visitors/${session?.visitor}`;
    expect((await askAsAdmin('DELETE', path)).status).toBe(204);
    expect(await readOne(site, 'messages')).toMatchObject({
      text: 'Are you open?',
      match: { session: null, candidates: [], band: 'unattributed' },
    });
  });

  it('of a deleted site is everything', async () => {
    const site = await makeSite();
    await textTwilio(site);
    await drain(site);
    expect(await dump()).toContain(site.id);
    expect((await askAsAdmin('DELETE', `/api/v1/sites/${site.key}`)).status).toBe(204);
    expect(await dump()).not.toContain(site.id);
  });
});

describe('whatever is sent', () => {
  const providers = ['twilio', 'telnyx', 'plivo', 'vonage', 'signalwire', 'bandwidth', 'generic'];

  it('unsigned is answered 403, and nothing of it is stored', async () => {
    const site = await makeSite();
    for (const provider of providers) await putSecrets(site.key, provider, ['user:password']);
    const any = fc.record({
      provider: fc.constantFrom(...providers),
      method: fc.constantFrom('GET', 'POST'),
      body: fc.oneof(fc.string({ unit: 'binary' }), fc.json()),
      query: fc.webQueryParameters(),
    });
    await fc.assert(
      fc.asyncProperty(any, async ({ provider, method, body, query }) => {
        const path = `/v1/messages/${provider}/${site.key}?${query}`;
        const response = await ask(path, { method, ...(method === 'POST' && { body }) });
        expect(response.status).toBe(403);
        await response.arrayBuffer();
      }),
      { numRuns: 60 },
    );
    expect(await readAll(site, 'messages')).toEqual([]);
  });

  it('signed is answered, and never 500', async () => {
    const site = await makeSite();
    await putSecrets(site.key, 'bandwidth', ['user:password']);
    const headers = { authorization: `Basic ${btoa('user:password')}` };
    const odd = fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.constant(null));
    const generic = fc.record({
      v: fc.constant(1),
      message: odd,
      to: fc.oneof(fc.constant(NUMBER), odd),
      from: odd,
      text: odd,
      at: odd,
      media: odd,
    });
    const bandwidth = fc.array(
      fc.record({
        type: fc.constant('message-received'),
        to: fc.constant(NUMBER),
        time: odd,
        message: fc.record({ id: odd, from: odd, text: odd, time: odd, media: odd }),
      }),
      { maxLength: 3 },
    );
    await fc.assert(
      fc.asyncProperty(generic, bandwidth, async (one, several) => {
        const responses = [
          await ask(`/v1/messages/generic/${site.key}`, await signedGeneric(one)),
          await ask(`/v1/messages/bandwidth/${site.key}`, {
            method: 'POST',
            headers,
            body: JSON.stringify(several),
          }),
        ];
        for (const response of responses) {
          expect([200, 204, 400]).toContain(response.status);
          await response.arrayBuffer();
        }
      }),
      { numRuns: 60 },
    );
    for (const { text } of await readAll(site, 'messages')) expect(typeof text).toBe('string');
  });
});
