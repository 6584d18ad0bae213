import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import fc from 'fast-check';
import { TelnyxWebhook } from 'telnyx/lib/webhooks.js';
import { describe, expect, it } from 'vitest';
import type { WebhookRequest } from '../../worker/telephony/provider.ts';
import { telnyx } from '../../worker/telephony/providers/telnyx.ts';

const URL_DEMO = 'https://calls.example.com/v1/calls/telnyx/demo';
const account = newAccount();
const other = newAccount();
const NOW = Math.floor(Date.now() / 1000) * 1000;
const FORM = new URLSearchParams({
  AccountSid: '6a9a7976-012e-45d2-9258-6f5dc68d861e',
  CallSid: 'v3:9X2vxPDFY2RHSJ1EdMS0RHRksMTg7ldNxdjWbVr9zBjbGjGsSe-aiQ',
  From: '+33639980001',
  To: '+33199002000',
  CallStatus: 'ringing',
}).toString();

function newAccount(): { privateKey: KeyObject; publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  return { privateKey, publicKey: raw.toString('base64') };
}

function signatureOf(text: string, key = account.privateKey): string {
  return sign(null, Buffer.from(text), key).toString('base64');
}

function headersOf(body: string, at = NOW, key = account.privateKey): Record<string, string> {
  const timestamp = String(at / 1000);
  const signature = signatureOf(`${timestamp}|${body}`, key);
  return { 'telnyx-timestamp': timestamp, 'telnyx-signature-ed25519': signature };
}

function requestOf(body: string, headers: Record<string, string> = {}): WebhookRequest {
  return { method: 'POST', url: URL_DEMO, headers: new Headers(headers), body, event: undefined };
}

function getRequest(headers: Record<string, string>): WebhookRequest {
  return { ...requestOf('', headers), method: 'GET', url: `${URL_DEMO}?${FORM}` };
}

const verify = (
  body: string,
  headers = headersOf(body),
  secrets: readonly string[] = [account.publicKey],
) => telnyx.verify(requestOf(body, headers), secrets, NOW);

/** Every text that differs from this one in a single bit. */
function* bitFlips(text: string): Generator<string> {
  for (let at = 0; at < text.length; at++) {
    for (let bit = 0; bit < 8; bit++) {
      const flipped = String.fromCharCode(text.charCodeAt(at) ^ (1 << bit));
      yield text.slice(0, at) + flipped + text.slice(at + 1);
    }
  }
}

describe('signed requests', () => {
  it.each([FORM, '{"data":{"id":"1"}}', '', 'Zoë & “quotes”'])(
    "%j are taken, as they are by Telnyx's SDK",
    async (body) => {
      const headers = headersOf(body);
      await new TelnyxWebhook(account.publicKey).verify(body, headers);
      expect(await verify(body)).toBe(true);
    },
  );

  it('are taken with either of two keys', async () => {
    const both = ['', 'no key', other.publicKey, account.publicKey];
    expect(await verify(FORM, headersOf(FORM), both)).toBe(true);
    expect(await verify(FORM, headersOf(FORM, NOW, other.privateKey), both)).toBe(true);
    expect(await verify(FORM, headersOf(FORM), [other.publicKey])).toBe(false);
    expect(await verify(FORM, headersOf(FORM), [])).toBe(false);
  });

  it('are taken with a key as it was pasted, and with one marked as the demo’s', async () => {
    expect(await verify(FORM, headersOf(FORM), [` ${account.publicKey}\n`])).toBe(true);
    expect(await verify(FORM, headersOf(FORM), [`demo-telnyx-${account.publicKey}`])).toBe(true);
  });

  it.each([
    [-300, true],
    [300, true],
    [-301, false],
    [301, false],
  ])('of %d s from now: %s', async (seconds, taken) => {
    expect(await verify(FORM, headersOf(FORM, NOW + seconds * 1000))).toBe(taken);
  });

  it('are taken by GET, of which the time is signed, but each signature counts once', async () => {
    const get = getRequest(headersOf(''));
    expect(await telnyx.verify(get, [account.publicKey], NOW)).toBe(true);
    expect(await telnyx.verify(get, [other.publicKey], NOW)).toBe(false);
    expect(await telnyx.verify(get, [account.publicKey], NOW + 301_000)).toBe(false);
    const changed = { ...get, url: get.url.replace('ringing', 'completed') };
    expect(telnyx.nonce?.(changed)).toBe(telnyx.nonce?.(get));
  });

  it('have their signature for a nonce', () => {
    const headers = headersOf(FORM);
    expect(telnyx.nonce?.(requestOf(FORM, headers))).toBe(headers['telnyx-signature-ed25519']);
    expect(telnyx.nonce?.(requestOf(FORM))).toBeUndefined();
  });
});

describe('a signed request of which one bit was changed is refused', () => {
  const headers = headersOf(FORM);

  it('in the body', async () => {
    for (const body of bitFlips(FORM)) expect(await verify(body, headers)).toBe(false);
  });

  it.each(Object.keys(headers))('in %s', async (name) => {
    // What no HTTP header can hold never arrives.
    const values = [...bitFlips(headers[name] ?? '')].filter((text) => /^[\x21-\x7e]+$/.test(text));
    expect(values.length).toBeGreaterThan(20);
    for (const value of values) {
      expect(await verify(FORM, { ...headers, [name]: value })).toBe(false);
    }
  });

  it('in the key', async () => {
    for (const secret of bitFlips(account.publicKey)) {
      expect(await verify(FORM, headers, [secret])).toBe(false);
    }
  });
});

describe('refused is', () => {
  const time = { 'telnyx-timestamp': String(NOW / 1000) };
  const signature = headersOf(FORM)['telnyx-signature-ed25519'] ?? '';

  it('a GET with the signature of a POST', async () => {
    const get = { ...getRequest(headersOf(FORM)), body: FORM };
    expect(await telnyx.verify(get, [account.publicKey], NOW)).toBe(false);
  });

  it('a method that Telnyx does not send', async () => {
    const put = { ...requestOf(FORM, headersOf(FORM)), method: 'PUT' };
    expect(await telnyx.verify(put, [account.publicKey], NOW)).toBe(false);
  });

  it.each([
    ['no header at all', {}],
    ['no signature', time],
    ['no time', { 'telnyx-signature-ed25519': signature }],
    ["Twilio's header", { ...time, 'x-twilio-signature': signature }],
    ['the body signed alone', { ...time, 'telnyx-signature-ed25519': signatureOf(FORM) }],
    [
      'another separator',
      { ...time, 'telnyx-signature-ed25519': signatureOf(`${NOW / 1000}.${FORM}`) },
    ],
    [
      'hex',
      { ...time, 'telnyx-signature-ed25519': Buffer.from(signature, 'base64').toString('hex') },
    ],
    ['base64 without its end', { ...time, 'telnyx-signature-ed25519': signature.slice(0, -2) }],
    ['two signatures', { ...time, 'telnyx-signature-ed25519': `${signature}, ${signature}` }],
    ['zeros', { ...time, 'telnyx-signature-ed25519': Buffer.alloc(64).toString('base64') }],
  ])('%s', async (_, headers) => {
    expect(await verify(FORM, headers)).toBe(false);
  });

  it.each([`+${NOW / 1000}`, `0x${(NOW / 1000).toString(16)}`, `${NOW / 1000}.0`, `${NOW}`, 'NaN'])(
    'the time %s, however well it is signed',
    async (timestamp) => {
      const headers = {
        'telnyx-timestamp': timestamp,
        'telnyx-signature-ed25519': signatureOf(`${timestamp}|${FORM}`),
      };
      expect(await verify(FORM, headers)).toBe(false);
    },
  );

  it('whatever else, and nothing is thrown', async () => {
    const anything = fc.oneof(
      fc.string(),
      fc.base64String(),
      fc
        .uint8Array({ minLength: 32, maxLength: 64 })
        .map((raw) => Buffer.from(raw).toString('base64')),
      fc
        .uint8Array({ minLength: 64, maxLength: 64 })
        .map((raw) => Buffer.from(raw).toString('base64')),
      fc
        .uint8Array({ minLength: 32, maxLength: 32 })
        .map((raw) => Buffer.from(raw).toString('base64')),
    );
    const header = anything.map((text) => text.replace(/[^\x20-\x7e]/g, ''));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('POST', 'GET', 'PUT'),
        fc.string({ unit: 'binary' }),
        header,
        fc.oneof(header, fc.constant(String(NOW / 1000))),
        fc.array(anything),
        async (method, body, given, timestamp, secrets) => {
          const headers = { 'telnyx-timestamp': timestamp, 'telnyx-signature-ed25519': given };
          const request = { ...requestOf(body, headers), method };
          expect(await telnyx.verify(request, secrets, NOW)).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });
});
