import { createHash, createHmac, generateKeyPairSync } from 'node:crypto';
import { tokenGenerate, verifySignature } from '@vonage/jwt';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_ABILITIES } from '../../worker/domain/flows/flow-problems.ts';
import type { WebhookRequest } from '../../worker/telephony/provider.ts';
import { vonage } from '../../worker/telephony/providers/vonage.ts';
import { answerFields, get, NOW, post } from '../support/vonage-webhook.ts';

const SECRET = 'demo-vonage-secret';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const base64Url = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');
const claimsOf = (payload: string): Record<string, unknown> => ({
  iat: NOW / 1000,
  jti: 'c5ba8f24-1a14-4c10-bfdf-3fbe8ce511b5',
  iss: 'Vonage',
  payload_hash: sha256(payload),
  api_key: 'a1b2c3d',
});

/** A token as Vonage documents it; its SDK signs none with a signature secret, but verifies them. */
function tokenOf(
  claims: unknown,
  { secret = SECRET, head = { alg: 'HS256', typ: 'JWT' } as unknown, hash = 'sha256' } = {},
): string {
  const signed = `${base64Url(head)}.${base64Url(claims)}`;
  return `${signed}.${createHmac(hash, secret).update(signed).digest('base64url')}`;
}

const verify = (request: WebhookRequest, secrets = [SECRET], now = NOW) =>
  vonage.verify(request, secrets, now);

/** The text with one bit of one character changed, for every bit of ASCII and every character. */
function* withOneBitChanged(text: string): Generator<string> {
  for (let at = 0; at < text.length; at++) {
    for (let bit = 1; bit < 128; bit *= 2) {
      const changed = String.fromCharCode(text.charCodeAt(at) ^ bit);
      yield text.slice(0, at) + changed + text.slice(at + 1);
    }
  }
}

describe("requests that Vonage's SDK accepts are accepted", () => {
  it.each([
    ['POST', post, JSON.stringify(answerFields), JSON.stringify(answerFields)],
    ['GET', get, new URLSearchParams(answerFields).toString(), JSON.stringify(answerFields)],
  ])('by %s, with either of two secrets', async (_method, make, sent, payload) => {
    for (const secret of ['the old secret', 'the new secret']) {
      const token = tokenOf(claimsOf(payload), { secret });
      expect(verifySignature(token, secret)).toBe(true);
      expect(await verify(make(sent, token), ['the old secret', '', 'the new secret'])).toBe(true);
      expect(await verify(make(sent, token), [SECRET, ''])).toBe(false);
      expect(await verify(make(sent, token), [])).toBe(false);
    }
  });

  it('with any payload whatever', async () => {
    const text = fc.string({ unit: 'grapheme' });
    await fc.assert(
      fc.asyncProperty(text, fc.dictionary(text, text), async (body, fields) => {
        expect(await verify(post(body, tokenOf(claimsOf(body))))).toBe(true);
        const token = tokenOf(claimsOf(JSON.stringify(fields)));
        expect(await verify(get(new URLSearchParams(fields).toString(), token))).toBe(true);
      }),
    );
  });
});

describe('a request of which one bit was changed is refused', () => {
  const body = JSON.stringify(answerFields);
  const token = tokenOf(claimsOf(body));

  it('in the body', async () => {
    for (const changed of withOneBitChanged(body)) {
      expect(await verify(post(changed, token))).toBe(false);
    }
  });

  it('in the query', async () => {
    const { region_url: _, ...fields } = answerFields;
    const ofQuery = tokenOf(claimsOf(JSON.stringify(fields)));
    const query = new URLSearchParams(fields).toString();
    expect(await verify(get(query, ofQuery))).toBe(true);
    for (const changed of withOneBitChanged(query)) {
      expect(await verify(get(changed, ofQuery))).toBe(false);
    }
  });

  it('in the token', async () => {
    for (const changed of withOneBitChanged(token)) {
      // What cannot be in a header never arrives.
      if (/[\0\r\n]/.test(changed)) continue;
      expect(await verify(post(body, changed))).toBe(false);
    }
  });
});

describe('a request is refused', () => {
  const body = JSON.stringify(answerFields);

  it.each([
    [-301, false],
    [-300, true],
    [0, true],
    [300, true],
    [301, false],
  ])('unless issued now: %d s off, accepted %s', async (seconds, accepted) => {
    const token = tokenOf({ ...claimsOf(body), iat: NOW / 1000 + seconds });
    expect(await verify(post(body, token))).toBe(accepted);
  });

  it.each([
    { iat: undefined },
    { iat: String(NOW / 1000) },
    { iat: null },
    { exp: NOW / 1000 },
    { exp: 'never' },
    { payload_hash: undefined },
    { payload_hash: null },
    { payload_hash: '' },
    { payload_hash: sha256('') },
    { payload_hash: sha256(body).toUpperCase() },
  ])('with the claims %j', async (claims) => {
    expect(await verify(post(body, tokenOf({ ...claimsOf(body), ...claims })))).toBe(false);
  });

  it.each([
    ['none', 'sha256'],
    ['None', 'sha256'],
    ['hs256', 'sha256'],
    ['HS512', 'sha512'],
    ['HS384', 'sha384'],
    ['RS256', 'sha256'],
    [undefined, 'sha256'],
  ])('signed by another algorithm, %s', async (alg, hash) => {
    const token = tokenOf(claimsOf(body), { head: { alg, typ: 'JWT' }, hash });
    expect(await verify(post(body, token))).toBe(false);
    expect(await verify(post(body, token.replace(/[^.]*$/, '')))).toBe(false);
  });

  it("signed with an application's key, as what we might send to Vonage", async () => {
    const keys = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const token = tokenGenerate('app', keys.privateKey, {
      issued_at: NOW / 1000,
      payload_hash: sha256(body),
    });
    expect(await verify(post(body, token), [keys.publicKey])).toBe(false);
  });

  it.each(['', 'Bearer', 'Bearer ', 'Bearer ..', 'Bearer a.b.c', 'Basic YTpi', 'bearer TOKEN'])(
    'with the Authorization %j',
    async (authorization) => {
      const headers = new Headers({
        authorization: authorization.replace('TOKEN', tokenOf(claimsOf(body))),
      });
      expect(await verify({ ...post(body), headers })).toBe(false);
    },
  );

  it("with the SMS API's older signature in place of a token", async () => {
    const query = `${new URLSearchParams(answerFields)}&sig=${'0'.repeat(64)}`;
    expect(await verify(get(query))).toBe(false);
  });
});

it('a token is shown once: by its id, else by its signature', () => {
  const token = tokenOf({ iat: 1, jti: 'once' });
  const nameless = tokenOf({ iat: 1 });
  expect(vonage.nonce?.(post('', token))).toBe('once');
  expect(vonage.nonce?.(post('', nameless))).toBe(nameless.split('.')[2]);
  expect(vonage.nonce?.(post(''))).toBeUndefined();
});

it('what Vonage cannot do is not asked of it', () => {
  const cannot = ['several phones', 'more than eight phones', 'whisper', 'reject'] as const;
  expect([...ALL_ABILITIES].filter((ability) => !vonage.abilities.has(ability))).toEqual(cannot);
});

describe('whatever comes, nothing throws', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc
      .dictionary(
        fc.constantFrom('conversation_uuid', 'uuid', 'status', 'from', 'dtmf', 'start_time'),
        fc.jsonValue(),
      )
      .map((fields) => JSON.stringify(fields)),
  );

  it('in the Authorization', async () => {
    const part = fc.oneof(fc.base64String(), fc.json().map(base64Url));
    const token = fc.tuple(part, part, part).map((parts) => parts.join('.'));
    const headers = fc.oneof(token, fc.string({ unit: 'grapheme-ascii' }));
    await fc.assert(
      fc.asyncProperty(headers, anything, async (authorization, body) => {
        const request = post(body, authorization);
        expect(await verify(request)).toBe(false);
        vonage.nonce?.(request);
      }),
      { numRuns: 500 },
    );
  });
});
