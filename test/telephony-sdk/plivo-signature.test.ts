import fc from 'fast-check';
import plivoSdk from 'plivo';
import { describe, expect, it } from 'vitest';
import { plivo } from '../../worker/telephony/providers/plivo.ts';
import {
  CALL,
  hmac,
  INBOUND,
  NONCE,
  NOW,
  type Params,
  request,
  sdkSigned,
  TOKEN,
  URL_DEMO,
  v2,
  v3,
  verify,
} from './plivo-requests.ts';

const signature = sdkSigned('POST', URL_DEMO, INBOUND);

describe("requests that Plivo's SDK calls valid", () => {
  it('by POST, in either of the V3 headers', async () => {
    expect(await verify(request(INBOUND, undefined, v3(signature)))).toBe(true);
    const main = { ...v3('x'.repeat(44)), 'x-plivo-signature-ma-v3': signature };
    expect(await verify(request(INBOUND, undefined, main))).toBe(true);
  });

  it('by GET', async () => {
    const url = `${URL_DEMO}?${new URLSearchParams(INBOUND)}`;
    const headers = new Headers(v3(sdkSigned('GET', URL_DEMO, INBOUND)));
    const sent = { ...request({}), method: 'GET', url, headers };
    expect(await verify(sent)).toBe(true);
    expect(plivo.parse(sent, 'FR', NOW)).toMatchObject({ ok: true, providerCallId: CALL });
  });

  it('with any form and query whatever, by GET and by POST', async () => {
    const name = fc.stringMatching(/^[A-Za-z][\w -]{0,8}$/).filter((text) => !(text in {}));
    const params = fc.dictionary(name, fc.string({ unit: 'grapheme' }), { maxKeys: 4 });
    await fc.assert(
      fc.asyncProperty(params, params, async (query, form) => {
        const { size } = new URLSearchParams(query);
        const url = size === 0 ? URL_DEMO : `${URL_DEMO}?${new URLSearchParams(query)}`;
        const posted = { ...request(form, undefined, v3(sdkSigned('POST', url, form))), url };
        expect(await verify(posted)).toBe(true);
        const headers = new Headers(v3(sdkSigned('GET', url, {})));
        expect(await verify({ ...request({}), method: 'GET', url, headers })).toBe(true);
      }),
    );
  });

  it('with a name that repeats', async () => {
    const body = 'To=2&From=b&To=1';
    const text = `${URL_DEMO}?FrombTo1To2.${NONCE}`;
    const params = { To: ['2', '1'], From: 'b' };
    expect(plivoSdk.validateV3Signature('POST', URL_DEMO, NONCE, TOKEN, hmac(text), params)).toBe(
      true,
    );
    expect(await verify({ ...request({}, undefined, v3(hmac(text))), body })).toBe(true);
  });

  it('by V2 where there is no V3', async () => {
    const headers = v2();
    const made = headers['x-plivo-signature-v2'] ?? '';
    expect(plivoSdk.validateSignature(URL_DEMO, NONCE, made, TOKEN)).toBe(true);
    expect(await verify(request(INBOUND, undefined, headers))).toBe(true);
    const url = `${URL_DEMO}?a=1`;
    expect(await verify({ ...request(INBOUND, undefined, headers), url })).toBe(true);
    const main = { 'x-plivo-signature-ma-v2': made, 'x-plivo-signature-v2-nonce': NONCE };
    expect(await verify(request(INBOUND, undefined, main))).toBe(true);
  });

  it('with either of two secrets, and either of two signatures in one header', async () => {
    const other = sdkSigned('POST', URL_DEMO, INBOUND, 'other');
    for (const given of [signature, other]) {
      const sent = request(INBOUND, undefined, v3(given));
      expect(await verify(sent, ['other', '', TOKEN])).toBe(true);
      expect(await verify(sent, ['neither', ''])).toBe(false);
      expect(await verify(sent, [])).toBe(false);
    }
    for (const list of [`${other},${signature}`, `${signature}, ${other}`]) {
      expect(await verify(request(INBOUND, undefined, v3(list)))).toBe(true);
    }
  });
});

describe('is refused', () => {
  const good = request(INBOUND, undefined, v3(signature));

  it.each([
    ['the body', 'body'],
    ['the URL', 'url'],
    ['the method', 'method'],
    ['the signature', 'x-plivo-signature-v3'],
    ['the nonce', 'x-plivo-signature-v3-nonce'],
  ])('any single bit of %s changed', async (_name, part) => {
    const { body, url, method, headers } = good;
    const parts: Params = { body, url, method, ...Object.fromEntries(headers) };
    const bytes = Buffer.from(parts[part] ?? '');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      const text = flipped.toString('latin1');
      // The case of an escape's letters changes nothing of what is said.
      if (part === 'body' && sameForm(text, body)) continue;
      const sent = { body, url, method, headers: new Headers(headers) };
      if (part in sent) Object.assign(sent, { [part]: text });
      // What no header can hold never arrives.
      else if (/^[\x21-\x7e]+$/.test(text)) sent.headers.set(part, text);
      else continue;
      expect(await verify({ ...good, ...sent }), `bit ${bit}: ${text}`).toBe(false);
    }
  });

  it.each([
    ['nothing signed', {}],
    ['no nonce', { 'x-plivo-signature-v3': signature }],
    ['an empty nonce', { 'x-plivo-signature-v3': signature, 'x-plivo-signature-v3-nonce': '' }],
    ['an empty list', v3(',,')],
    ['a nonce alone', { 'x-plivo-signature-v3-nonce': NONCE }],
    ['the nonce of V2', { 'x-plivo-signature-v3': signature, 'x-plivo-signature-v2-nonce': NONCE }],
    ['V3 in the place of V2', { ...v2(), 'x-plivo-signature-v2': signature }],
    ['V2 in the place of V3', v3(hmac(URL_DEMO + NONCE))],
    ['V2 beside a wrong V3', { ...v2(), ...v3('x'.repeat(44)) }],
    ['V2 beside an empty V3', { ...v2(), ...v3('') }],
    ['V2 beside a wrong main V3', { ...v2(), 'x-plivo-signature-ma-v3': 'x'.repeat(44) }],
    ['V2 beside the nonce of V3', { ...v2(), 'x-plivo-signature-v3-nonce': NONCE }],
    ['V2 of another token', v2('other')],
  ])('%s', async (_name, headers) => {
    expect(await verify(request(INBOUND, undefined, headers as Params))).toBe(false);
  });

  it.each(['PUT', 'HEAD', 'get', ''])('the method %j', async (method) => {
    expect(await verify({ ...good, method })).toBe(false);
  });

  it('a genuine signature at another address', async () => {
    expect(await verify({ ...good, url: `${URL_DEMO}/dial` })).toBe(false);
  });
});

function sameForm(a: string, b: string): boolean {
  return new URLSearchParams(a).toString() === new URLSearchParams(b).toString();
}

it('names the nonce of the scheme that decides', () => {
  expect(plivo.nonce?.(request(INBOUND, undefined, v3(signature)))).toBe(NONCE);
  expect(plivo.nonce?.(request(INBOUND, undefined, v2()))).toBe(NONCE);
  expect(plivo.nonce?.(request(INBOUND))).toBeUndefined();
});
