import { createHash, createHmac, generateKeyPairSync } from 'node:crypto';
import { tokenGenerate, verifySignature } from '@vonage/jwt';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WebhookRequest } from '../../worker/telephony/provider.ts';
import { vonage } from '../../worker/telephony/providers/vonage.ts';

const NOW = 1_764_079_200_000;
const SECRET = 'demo-vonage-secret';
const ANSWER_URL = 'https://calls.example.com/v1/calls/vonage/demo';
const CALL = 'CON-aaaaaaaa-bbbb-cccc-dddd-0123456789ab';
const LEG = 'bbbbbbbb-aaaa-cccc-dddd-0123456789ab';
const answerFields = {
  from: '33639980001',
  to: '33199002000',
  endpoint_type: 'phone',
  conversation_uuid: CALL,
  uuid: 'aaaaaaaabbbbccccdddd0123456789ab',
  region_url: 'https://api-eu-3.vonage.com',
};

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

const post = (body: string, token?: string, event?: string): WebhookRequest => ({
  method: 'POST',
  url: event === undefined ? ANSWER_URL : `${ANSWER_URL}/${event}`,
  headers: new Headers(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  body,
  event,
});
const get = (query: string, token?: string): WebhookRequest => ({
  ...post('', token),
  method: 'GET',
  url: `${ANSWER_URL}?${query}`,
});
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

const read = (fields: object, event?: string) =>
  vonage.parse(post(JSON.stringify(fields), undefined, event), 'FR', NOW);

describe('the answer webhook', () => {
  const received = {
    ok: true,
    providerCallId: CALL,
    asksForFlow: true,
    events: [
      {
        id: 'received',
        at: NOW,
        clock: 'arrival',
        number: '+33199002000',
        caller: '+33639980001',
        step: { type: 'received' },
      },
    ],
  };

  it('is received and asks where to connect, by GET and by POST', () => {
    const query = new URLSearchParams(answerFields).toString();
    expect(read(answerFields)).toEqual(received);
    expect(vonage.parse(get(query), 'FR', NOW)).toEqual(received);
  });

  it.each(['anonymous', 'Restricted', 'unknown', ''])('knows the withheld caller %j', (from) => {
    expect(read({ ...answerFields, from })).toMatchObject({ events: [{ caller: null }] });
  });

  it('is taken without numbers that can be read', () => {
    const { from: _, ...fields } = answerFields;
    const parsed = read({ ...fields, from_user: 'JaneDoe', to: 'sip:desk@example.com' });
    expect(parsed.ok && parsed.events).toEqual([
      { id: 'received', at: NOW, clock: 'arrival', step: { type: 'received' } },
    ]);
  });
});

describe('an event webhook', () => {
  const timestamp = '2025-11-25T14:00:07.000Z';
  const leg = {
    from: '33199002000',
    to: '33199001234',
    uuid: LEG,
    conversation_uuid: CALL,
    direction: 'outbound',
    timestamp,
  };
  const caller = { ...answerFields, direction: 'inbound', timestamp };
  const summary = {
    network: 'FR-FIXED',
    rate: '0.00450000',
    price: '0.00015000',
    start_time: '2025-11-25T13:59:00.000Z',
    end_time: timestamp,
  };

  it.each([
    [{ status: 'started' }, { state: 'initiated' }],
    [{ status: 'ringing' }, { state: 'ringing' }],
    [{ status: 'answered', start_time: null, rate: null, network: null }, { state: 'answered' }],
    [
      { status: 'completed', duration: '42', ...summary },
      { state: 'completed', talkSeconds: 42 },
    ],
    [
      { status: 'completed', duration: 42, ...summary },
      { state: 'completed', talkSeconds: 42 },
    ],
    [{ status: 'completed', duration: '0', start_time: null }, { state: 'no-answer' }],
    [{ status: 'completed' }, { state: 'no-answer' }],
    [{ status: 'busy', sip_code: 486 }, { state: 'busy' }],
    [{ status: 'timeout' }, { state: 'no-answer' }],
    [{ status: 'unanswered', detail: 'unavailable' }, { state: 'no-answer' }],
    [{ status: 'cancelled' }, { state: 'canceled' }],
    [{ status: 'failed', detail: 'cannot_route' }, { state: 'failed' }],
    [{ status: 'rejected', detail: 'restricted' }, { state: 'failed' }],
    [{ status: 'rejected', detail: 'declined' }, { state: 'no-answer' }],
  ])('of the dialled leg: %j', (fields, step) => {
    expect(read({ ...leg, ...fields }, 'event')).toEqual({
      ok: true,
      providerCallId: CALL,
      asksForFlow: false,
      events: [
        {
          id: `leg:${LEG}:${fields.status}`,
          at: NOW + 7_000,
          clock: 'provider',
          step: { type: 'leg', leg: LEG, ...step },
        },
      ],
    });
  });

  it("of the caller's leg tells when the call came in, and its end", () => {
    expect(read({ ...caller, status: 'started' }, 'event')).toMatchObject({
      providerCallId: CALL,
      asksForFlow: false,
      events: [
        {
          id: 'received',
          at: NOW + 7_000,
          clock: 'provider',
          number: '+33199002000',
          caller: '+33639980001',
        },
      ],
    });
    const end = { ...caller, status: 'completed', duration: '50', ...summary };
    expect(read(end, 'event')).toMatchObject({
      events: [{ id: 'ended', step: { type: 'ended', totalSeconds: 50 } }],
    });
    expect(read({ ...caller, status: 'rejected' }, 'event')).toMatchObject({
      events: [{ id: 'ended', step: { type: 'ended' } }],
    });
  });

  it.each(['ringing', 'answered', 'unanswered'])("of the caller's leg is no news: %s", (status) => {
    expect(read({ ...caller, status }, 'event')).toMatchObject({ ok: true, events: [] });
  });

  it('may be an error, which is no news of the call', () => {
    const error = { reason: 'Syntax error in NCCO.', conversation_uuid: CALL, timestamp };
    expect(read(error, 'event')).toMatchObject({ ok: true, providerCallId: CALL, events: [] });
  });

  it.each(['yesterday', '', '2025-11-25', '2025-11-25T14:00:07', '2025-99-25T14:00:07Z', 7])(
    'with the time %j counts from its arrival',
    (odd) => {
      const parsed = read({ ...leg, status: 'ringing', timestamp: odd }, 'event');
      expect(parsed).toMatchObject({ events: [{ at: NOW, clock: 'arrival' }] });
    },
  );

  it.each([
    [{ conversation_uuid: undefined }, 'conversation_uuid is missing or too long'],
    [{ conversation_uuid: 'C'.repeat(129) }, 'conversation_uuid is missing or too long'],
    [{ uuid: null }, 'uuid is missing or too long'],
    [{ status: undefined }, 'status is missing or unknown'],
    [{ status: 'constructor' }, 'status is missing or unknown'],
    [{ direction: undefined }, 'direction is missing or unknown'],
    [{ direction: 'sideways' }, 'direction is missing or unknown'],
  ])('with %j is refused by the name of the field', (fields, detail) => {
    const parsed = read({ ...leg, status: 'ringing', ...fields }, 'event');
    expect(parsed).toEqual({ ok: false, code: 'body_invalid', detail });
  });

  it('of another kind, or no JSON, is refused', () => {
    expect(read(leg, 'dial')).toMatchObject({ ok: false, detail: 'No such event' });
    for (const body of ['', '{', '[]', 'null', '"text"']) {
      const parsed = vonage.parse(post(body, undefined, 'event'), 'FR', NOW);
      expect(parsed).toMatchObject({ ok: false, detail: 'The body is no JSON object' });
    }
  });
});

describe('the answer', () => {
  const flow = {
    forwardTo: '+33199001234',
    callerId: '+33639980001',
    ringSeconds: 24.6,
    callbackUrl: (event: string) => `${ANSWER_URL}/${event}?a="1"&b=2`,
  };

  it('connects the business, shows the caller, and asks for news of the leg', async () => {
    const response = vonage.answer(flow);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await response.json()).toEqual([
      {
        action: 'connect',
        endpoint: [{ type: 'phone', number: '33199001234' }],
        from: '33639980001',
        timeout: 25,
        eventUrl: [`${ANSWER_URL}/event?a="1"&b=2`],
        eventMethod: 'POST',
      },
    ]);
  });

  it('shows nobody where there is no number to show, and rings for a second at least', async () => {
    const [connect] = (await vonage
      .answer({ ...flow, callerId: undefined, ringSeconds: 0 })
      .json()) as [object];
    expect(connect).not.toHaveProperty('from');
    expect(connect).toHaveProperty('timeout', 1);
  });

  it('to an event is empty, so that nothing is taken for a new NCCO', async () => {
    const response = vonage.acknowledge();
    expect([response.status, await response.text()]).toEqual([204, '']);
  });
});

describe('whatever comes, nothing throws', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc
      .dictionary(fc.constantFrom('conversation_uuid', 'uuid', 'status', 'from'), fc.jsonValue())
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

  it('in the body or the query', () => {
    const event = fc.constantFrom(undefined, 'event', 'other', 'constructor');
    fc.assert(
      fc.property(anything, event, fc.boolean(), (text, name, byGet) => {
        const request = byGet ? { ...get(text), event: name } : post(text, undefined, name);
        const parsed = vonage.parse(request, 'FR', NOW);
        if (parsed.ok) expect(parsed.providerCallId).toMatch(/^\P{Cc}{1,128}$/u);
        else expect(parsed.code).toBe('body_invalid');
      }),
      { numRuns: 500 },
    );
  });
});
