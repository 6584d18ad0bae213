import { createHash, createHmac, generateKeyPairSync } from 'node:crypto';
import { tokenGenerate, verifySignature } from '@vonage/jwt';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_ABILITIES } from '../../worker/domain/flows/flow-problems.ts';
import type { WebhookRequest } from '../../worker/telephony/provider.ts';
import { vonage } from '../../worker/telephony/providers/vonage.ts';
import { ALL_INSTRUCTIONS, answerContext, dialInstruction } from '../support/make-answer.ts';

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

  const legEvent = (status: string, step: object) => ({
    id: `leg:${LEG}:${status}`,
    at: NOW + 7_000,
    clock: 'provider',
    step: { type: 'leg', leg: LEG, ...step },
  });
  const verdict = (step: object) => ({
    id: `dialled:${LEG}`,
    at: NOW + 7_000,
    clock: 'provider',
    step: { type: 'dialled', ...step },
  });

  describe.each(['event', 'dial-ring-0', 'dial-closed-2'])('named %s', (name) => {
    it.each([
      [{ status: 'started' }, { state: 'initiated' }],
      [{ status: 'ringing' }, { state: 'ringing' }],
      [{ status: 'answered', start_time: null, rate: null, network: null }, { state: 'answered' }],
      [{ status: 'completed', duration: '0', start_time: null }, { state: 'no-answer' }],
      [{ status: 'completed' }, { state: 'no-answer' }],
    ])('of the dialled leg asks for nothing: %j', (fields, step) => {
      expect(read({ ...leg, ...fields }, name)).toEqual({
        ok: true,
        providerCallId: CALL,
        asksForFlow: false,
        events: [legEvent(fields.status, step)],
      });
    });

    it.each([
      [{ status: 'completed', duration: '42', ...summary }],
      [{ status: 'completed', duration: 42, ...summary }],
    ])('after a conversation asks for nothing, so that nobody is rung again: %j', (fields) => {
      expect(read({ ...leg, ...fields }, name)).toEqual({
        ok: true,
        providerCallId: CALL,
        asksForFlow: false,
        events: [
          legEvent('completed', { state: 'completed', talkSeconds: 42 }),
          verdict({ result: 'answered', talkSeconds: 42 }),
        ],
      });
    });

    it('after the caller has hung up asks for nothing', () => {
      expect(read({ ...leg, status: 'cancelled' }, name)).toEqual({
        ok: true,
        providerCallId: CALL,
        asksForFlow: false,
        events: [legEvent('cancelled', { state: 'canceled' }), verdict({ result: 'canceled' })],
      });
    });

    it.each([
      [{ status: 'busy', sip_code: 486 }, 'busy'],
      [{ status: 'timeout' }, 'no-answer'],
      [{ status: 'unanswered', detail: 'unavailable' }, 'no-answer'],
      [{ status: 'failed', detail: 'cannot_route' }, 'failed'],
      [{ status: 'rejected', detail: 'restricted' }, 'failed'],
      [{ status: 'rejected', detail: 'declined' }, 'no-answer'],
    ])('of an attempt that failed asks what to do next: %j', (fields, result) => {
      expect(read({ ...leg, ...fields }, name)).toEqual({
        ok: true,
        providerCallId: CALL,
        asksForFlow: true,
        ...(name === 'event' ? { next: 'dial-ring-0' } : {}),
        events: [legEvent(fields.status, { state: result }), verdict({ result })],
      });
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

  it('may tell that a leg was moved, which is no news of the call', () => {
    const moved = { conversation_uuid_from: 'CON-1', conversation_uuid_to: CALL, uuid: LEG };
    expect(read({ ...moved, type: 'transfer', timestamp }, 'event')).toEqual({
      ok: true,
      providerCallId: CALL,
      events: [],
      asksForFlow: false,
    });
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
    for (const event of ['dial', 'events', 'message-1', 'whisper', '-', '', 'constructor']) {
      expect(read(leg, event)).toMatchObject({ ok: false, detail: 'No such event' });
    }
    for (const body of ['', '{', '[]', 'null', '"text"']) {
      const parsed = vonage.parse(post(body, undefined, 'event'), 'FR', NOW);
      expect(parsed).toMatchObject({ ok: false, detail: 'The body is no JSON object' });
    }
  });
});

/** https://developer.vonage.com/en/voice/voice-api/webhook-reference#input */
describe('a key that was pressed', () => {
  const input = {
    ...answerFields,
    dtmf: { digits: '1', timed_out: false },
    speech: { results: [] },
    timestamp: '2025-11-25T14:00:07.000Z',
  };

  it.each([
    [{ digits: '1', timed_out: false }, '1'],
    [{ digits: '*', timed_out: true }, '*'],
    [{ digits: 7 }, '7'],
    [{ digits: '', timed_out: true }, null],
    [{ digits: null, timed_out: true }, null],
    [{ digits: '12' }, null],
    [{ digits: ['1'] }, null],
    [{}, null],
    [null, null],
    ['1', null],
  ])('in %j, is the choice %j', (dtmf, choice) => {
    expect(read({ ...input, dtmf }, 'menu-1')).toEqual({
      ok: true,
      providerCallId: CALL,
      asksForFlow: true,
      events: [
        {
          id: `menu:${choice}`,
          at: NOW + 7_000,
          clock: 'provider',
          number: '+33199002000',
          caller: '+33639980001',
          step: { type: 'menu', choice },
        },
      ],
    });
  });
});

/** https://developer.vonage.com/en/voice/voice-api/webhook-reference#record */
describe('what was recorded', () => {
  const recorded = {
    start_time: '2025-11-25T13:59:00Z',
    recording_url: 'https://api.nexmo.com/v1/files/bbbbbbbb-aaaa-cccc-dddd-0123456789ab',
    size: 12222,
    recording_uuid: 'aaaaaaaa-bbbb-cccc-dddd-0123456789ab',
    end_time: '2025-11-25T13:59:41.600Z',
    conversation_uuid: CALL,
    timestamp: '2025-11-25T14:00:07.000Z',
  };

  it.each([
    ['message', 'voicemail', true],
    ['recording', 'call', false],
  ])('as %s, is of the %s', (event, of, asksForFlow) => {
    expect(read(recorded, event)).toEqual({
      ok: true,
      providerCallId: CALL,
      asksForFlow,
      events: [
        {
          id: `recording:${recorded.recording_uuid}`,
          at: NOW + 7_000,
          clock: 'provider',
          step: { type: 'recording', of, url: recorded.recording_url, seconds: 42 },
        },
      ],
    });
  });

  it('without its times, is of unknown length', () => {
    const parsed = read({ ...recorded, start_time: null }, 'message');
    const step = { type: 'recording', of: 'voicemail', url: recorded.recording_url };
    expect(parsed.ok && parsed.events[0]?.step).toEqual(step);
  });

  it.each([
    { end_time: recorded.start_time },
    { recording_url: undefined },
    { recording_url: 'javascript:alert(1)' },
  ])('is nothing with %j', (fields) => {
    expect(read({ ...recorded, ...fields }, 'message')).toEqual({
      ok: true,
      providerCallId: CALL,
      asksForFlow: true,
      events: [],
    });
  });
});

describe('the answer', () => {
  const context = answerContext(ANSWER_URL);
  const posted = (event: string) => ({
    eventUrl: [`${ANSWER_URL}/${event}?a=1&b=2`],
    eventMethod: 'POST',
  });
  const ncco = (instructions: typeof ALL_INSTRUCTIONS, of = context) =>
    vonage.answer(instructions, of).json();
  const one = (change: Parameters<typeof dialInstruction>[0]) => ncco([dialInstruction(change)]);
  const connect = {
    action: 'connect',
    endpoint: [{ type: 'phone', number: '33199001234' }],
    from: '33639980001',
    timeout: 25,
    eventType: 'synchronous',
    ...posted('event'),
  };

  /** Written out as https://developer.vonage.com/en/voice/voice-api/ncco-reference says; no SDK is at hand. */
  it('is the NCCO that the documents describe', async () => {
    const [reject, hello, music, ask, dial, message] = ALL_INSTRUCTIONS;
    if (!reject || !hello || !music || !ask || !dial || !message) throw new Error('one is missing');
    const response = vonage.answer([reject, hello, music, ask], context);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await response.json()).toEqual([
      { action: 'talk', text: 'Zoë & Sons <open>', language: 'en-GB' },
      { action: 'stream', streamUrl: ['https://shop.example/hello.mp3?a=1&b=2'] },
      { action: 'talk', text: 'Press 1.', language: 'en-US', bargeIn: true },
      {
        action: 'input',
        type: ['dtmf'],
        dtmf: { maxDigits: 1, timeOut: 5 },
        ...posted('menu-1'),
      },
    ]);
    expect(await ncco([dial])).toEqual([
      { action: 'record', split: 'conversation', channels: 2, ...posted('recording') },
      { ...connect, from: '33199002000' },
    ]);
    expect(await ncco([message])).toEqual([
      { action: 'talk', text: 'After the tone.', language: 'en-US' },
      {
        action: 'record',
        beepStart: true,
        endOnKey: '#',
        timeOut: 90,
        ...posted('message'),
      },
    ]);
  });

  it('connects the business and shows the caller', async () => {
    expect(await one({ ringSeconds: 24.6 })).toEqual([connect]);
  });

  it('to a later attempt is asked for by its own name, as is that of another branch', async () => {
    for (const next of ['dial-ring-1', 'dial-closed-0', 'dial-2-0']) {
      expect(await one({ next })).toEqual([{ ...connect, ...posted(next) }]);
    }
  });

  it.each([
    ['sip:desk@pbx.example', 'sip:desk@pbx.example'],
    ['sips:desk@pbx.example', 'sip:desk@pbx.example;transport=tls'],
  ])('connects %s', async (phone, uri) => {
    expect(await one({ phones: [phone] })).toEqual([
      { ...connect, endpoint: [{ type: 'sip', uri }] },
    ]);
  });

  it('shows the tracking number for a caller who withholds theirs, and nobody without either', async () => {
    const dial = [dialInstruction()];
    expect(await ncco(dial, { ...context, caller: null })).toEqual([
      { ...connect, from: '33199002000' },
    ]);
    const [shown] = (await ncco(dial, { ...context, caller: null, number: null })) as [object];
    expect(shown).not.toHaveProperty('from');
  });

  it.each([
    [0, 1],
    [999, 120],
  ])('rings %d seconds as %d', async (ringSeconds, timeout) => {
    expect(await one({ ringSeconds })).toEqual([{ ...connect, timeout }]);
  });

  it('waits for a key and records a message for as long as Vonage can', async () => {
    const prompt = { say: 'Yes?', language: 'en-US' };
    const ask = { do: 'ask', prompt, waitSeconds: 60, next: 'menu-2' } as const;
    expect(await ncco([ask])).toMatchObject([{}, { dtmf: { timeOut: 10 } }]);
    const message = { do: 'take message', prompt, maxSeconds: 1, next: 'message' } as const;
    expect(await ncco([message])).toMatchObject([{}, { timeOut: 3 }]);
  });

  it('starts to record once, for the recording goes on through later attempts', async () => {
    expect(await one({ record: true, next: 'dial-2-0' })).toMatchObject([
      { action: 'record' },
      { action: 'connect' },
    ]);
    expect(await one({ record: true, next: 'dial-2-1' })).toMatchObject([{ action: 'connect' }]);
  });

  it('has nothing after a connect, for it would be done after a conversation', async () => {
    const written = (await ncco([...ALL_INSTRUCTIONS, ...ALL_INSTRUCTIONS])) as {
      action: string;
    }[];
    expect(written.findIndex(({ action }) => action === 'connect')).toBe(written.length - 1);
  });

  it('without anything left to do ends the call', async () => {
    expect(await ncco([])).toEqual([]);
    expect(await ncco([{ do: 'reject' }])).toEqual([]);
  });

  it('to an event is empty, so that nothing is taken for a new NCCO', async () => {
    const response = vonage.acknowledge();
    expect([response.status, await response.text()]).toEqual([204, '']);
  });
});

it('what Vonage cannot do is not asked of it', () => {
  const cannot = ['several phones', 'whisper', 'reject'] as const;
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

  it('in the body or the query', () => {
    const event = fc.constantFrom(
      undefined,
      'event',
      'dial-2-0',
      'menu-1',
      'message',
      'recording',
      'other',
      'constructor',
    );
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
