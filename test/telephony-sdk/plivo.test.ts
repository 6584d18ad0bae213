import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import plivoSdk from 'plivo';
import { describe, expect, it } from 'vitest';
import { ALL_ABILITIES } from '../../worker/domain/flows/flow-problems.ts';
import type { Instruction } from '../../worker/domain/flows/instruction.ts';
import type { WebhookRequest } from '../../worker/telephony/provider.ts';
import { plivo } from '../../worker/telephony/providers/plivo.ts';
import { ALL_INSTRUCTIONS, answerContext, dialInstruction } from '../support/make-answer.ts';

const TOKEN = 'demo-plivo-token';
const URL_DEMO = 'https://calls.example.com/v1/calls/plivo/demo';
const NOW = Date.UTC(2026, 10, 25, 14, 0, 50);
const NONCE = '31627761595286130198';
const CALL = '3e82ae9d-2c78-4d85-b1a4-6eae7dbafb36';
const LEG = '0df857fe-2ffb-4f8f-818f-c2161eaf4933';

type Params = Record<string, string>;

/** The inbound call, as Plivo posts it. */
const INBOUND: Params = {
  CallUUID: CALL,
  From: '33639980001',
  To: '33199002000',
  CallerName: 'Zoë & Sons <b>',
  CallStatus: 'ringing',
  Direction: 'inbound',
  Event: 'StartApp',
  ForwardedFrom: '33199001234',
  SessionStart: '2026-11-25 14:00:00.238707',
  STIRVerification: 'Verified',
};

function request(params: Params, event?: string, headers: Params = {}): WebhookRequest {
  return {
    method: 'POST',
    url: event === undefined ? URL_DEMO : `${URL_DEMO}/${event}`,
    headers: new Headers(headers),
    body: new URLSearchParams(params).toString(),
    event,
  };
}

const hmac = (text: string, token = TOKEN) =>
  createHmac('sha256', token).update(text).digest('base64');
const v3 = (signature: string): Params => ({
  'x-plivo-signature-v3': signature,
  'x-plivo-signature-v3-nonce': NONCE,
});
const v2 = (token = TOKEN): Params => ({
  'x-plivo-signature-v2': hmac(URL_DEMO + NONCE, token),
  'x-plivo-signature-v2-nonce': NONCE,
});
const joined = (params: Params, between: string) =>
  Object.keys(params)
    .sort()
    .map((name) => `${name}${between}${params[name]}`);

/** The SDK can only validate: the signature as documented, once the SDK has called it right. */
function sdkSigned(method: string, url: string, params: Params, token = TOKEN): string {
  const query = Object.fromEntries(new URL(url).searchParams);
  const base = url.replace(/\?.*$/, '');
  const text =
    method === 'GET'
      ? [base, joined({ ...query, ...params }, '=').join('&')]
          .filter((part) => part !== '')
          .join('?')
      : Object.keys({ ...query, ...params }).length === 0
        ? base
        : `${base}?${[joined(query, '=').join('&'), joined(params, '').join('')]
            .filter((part) => part !== '')
            .join('.')}`;
  const signature = hmac(`${text}.${NONCE}`, token);
  expect(plivoSdk.validateV3Signature(method, url, NONCE, token, signature, { ...params })).toBe(
    true,
  );
  return signature;
}
const signature = sdkSigned('POST', URL_DEMO, INBOUND);

const verify = (sent: WebhookRequest, secrets = [TOKEN]) => plivo.verify(sent, secrets, NOW);

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

const read = (params: Params, event?: string, country = 'FR') =>
  plivo.parse(request(params, event), country, NOW);
const eventsOf = (params: Params, event?: string, country?: string) => {
  const parsed = read(params, event, country);
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.events;
};

describe('the inbound call', () => {
  it('is received at the time of the session, and asks where to connect', () => {
    expect(read(INBOUND)).toEqual({
      ok: true,
      providerCallId: CALL,
      asksForFlow: true,
      events: [
        {
          id: 'received',
          at: Date.UTC(2026, 10, 25, 14, 0, 0, 238),
          clock: 'provider',
          number: '+33199002000',
          caller: '+33639980001',
          forwardedFrom: '+33199001234',
          attestation: 'A',
          step: { type: 'received' },
        },
      ],
    });
  });

  it('counts from its arrival where it carries no time', () => {
    const { SessionStart: _, ...rest } = INBOUND;
    expect(eventsOf(rest)[0]).toMatchObject({ at: NOW, clock: 'arrival' });
    expect(eventsOf({ ...rest, SessionStart: 'now' })[0]).toMatchObject({ clock: 'arrival' });
  });

  it('takes a number without a plus for an international one, wherever the site is', () => {
    expect(eventsOf(INBOUND, undefined, 'DE')[0]).toMatchObject({
      number: '+33199002000',
      caller: '+33639980001',
    });
    expect(eventsOf({ ...INBOUND, To: '0199002000' })[0]).toMatchObject({ number: '+33199002000' });
  });

  it.each(['anonymous', '266696687', ''])('has no caller where it is from %j', (From) => {
    expect(eventsOf({ ...INBOUND, From })[0]).toMatchObject({ caller: null });
  });

  it('may come from a SIP address', () => {
    const From = 'sip:+33639980001@phone.plivo.com';
    expect(eventsOf({ ...INBOUND, From })[0]).toMatchObject({ caller: '+33639980001' });
  });

  it.each(['Not Verified', 'Not Applicable', ''])('%j says nothing of how far', (text) => {
    expect(eventsOf({ ...INBOUND, STIRVerification: text })[0]).not.toHaveProperty('attestation');
  });
});

describe('the dialled leg', () => {
  const leg = { CallUUID: CALL, DialALegUUID: CALL, DialBLegUUID: LEG, DialBLegTo: '33199001234' };
  const answer = { ...leg, Event: 'DialAnswer', DialAction: 'answer', DialBLegStatus: 'answer' };
  const hangup = { ...leg, Event: 'DialHangup', DialAction: 'hangup', DialBLegStatus: 'hangup' };

  it('was answered', () => {
    expect(read(answer, 'leg')).toEqual({
      ok: true,
      providerCallId: CALL,
      asksForFlow: false,
      events: [
        {
          id: `leg:${LEG}:answered`,
          at: NOW,
          clock: 'arrival',
          step: { type: 'leg', leg: LEG, state: 'answered' },
        },
      ],
    });
  });

  it.each(['connected', 'digits'])('%s is no news', (DialAction) => {
    expect(read({ ...leg, DialAction }, 'leg')).toMatchObject({ ok: true, events: [] });
  });

  it('hung up, and tells the talk time', () => {
    const [event, ...more] = eventsOf({ ...hangup, DialBLegDuration: '42' }, 'leg');
    expect(more).toEqual([]);
    expect(event).toEqual({
      id: `leg:${LEG}:completed`,
      at: NOW,
      clock: 'arrival',
      step: { type: 'leg', leg: LEG, state: 'completed', talkSeconds: 42 },
    });
  });

  it.each([
    ['UTC', '2026-11-25 14:00:02', '2026-11-25 14:00:49'],
    ['India', '2026-11-25 19:30:02', '2026-11-25 19:30:49'],
    ['Nepal', '2026-11-25 19:45:02', '2026-11-25 19:45:49'],
    ['California', '2026-11-25 06:00:02', '2026-11-25 06:00:49'],
    ['Kiribati, the day after', '2026-11-26 04:00:02', '2026-11-26 04:00:49'],
  ])('tells its times by the clock of %s', (_zone, StartTime, EndTime) => {
    const params = { ...hangup, DialBLegDuration: '42', StartTime, EndTime };
    expect(eventsOf(params, 'leg')).toMatchObject([
      { id: `leg:${LEG}:initiated`, at: NOW - 48_000, clock: 'provider' },
      { id: `leg:${LEG}:answered`, at: NOW - 43_000, clock: 'provider' },
      { id: `leg:${LEG}:completed`, at: NOW - 1_000, clock: 'provider' },
    ]);
  });

  it('tells the same times when it is told again minutes later', () => {
    const params = { ...hangup, DialBLegDuration: '42', EndTime: '2026-11-25 19:30:49' };
    const again = plivo.parse(request(params, 'leg'), 'FR', NOW + 300_000);
    expect(again).toEqual(read(params, 'leg'));
  });

  it.each([
    [{ EndTime: '2026-11-24 14:00:49' }, ['completed']],
    [{ EndTime: 'soon', StartTime: '2026-11-25 14:00:02' }, ['completed']],
    [{ EndTime: '2026-11-25 14:00:49', StartTime: '' }, ['answered', 'completed']],
    [
      { EndTime: '2026-11-25 14:00:49', StartTime: '2026-11-25 14:00:30' },
      ['answered', 'completed'],
    ],
  ])('believes no time that cannot be: %j', (times, states) => {
    const events = eventsOf({ ...hangup, DialBLegDuration: '42', ...(times as Params) }, 'leg');
    expect(events.map(({ step }) => step.type === 'leg' && step.state)).toEqual(states);
  });

  it.each([
    ['3010', 'busy'],
    ['6010', 'no-answer'],
    ['4000', 'no-answer'],
    ['2010', 'failed'],
    ['', 'no-answer'],
  ])('was not answered, with the cause %j: %s', (DialBLegHangupCauseCode, state) => {
    const params = { ...hangup, DialBLegDuration: '0', DialBLegHangupCauseCode };
    expect(eventsOf(params, 'leg')).toMatchObject([{ step: { type: 'leg', leg: LEG, state } }]);
  });

  it('may have no id where nobody answered', () => {
    expect(eventsOf({ ...hangup, DialBLegUUID: '' }, 'leg')[0]?.id).toBe('leg:dialled:no-answer');
  });
});

describe('the dial result', () => {
  it.each([
    ['completed', 'answered'],
    ['busy', 'busy'],
    ['no-answer', 'no-answer'],
    ['timeout', 'no-answer'],
    ['cancel', 'canceled'],
    ['failed', 'failed'],
  ])('%s is %s', (DialStatus, result) => {
    const params = { ...INBOUND, DialStatus, DialALegUUID: CALL, DialBLegUUID: LEG };
    expect(read(params, 'dial-ring-0')).toEqual({
      ok: true,
      providerCallId: CALL,
      asksForFlow: true,
      events: [
        {
          id: 'dialled:ring-0',
          at: NOW,
          clock: 'arrival',
          number: '+33199002000',
          caller: '+33639980001',
          forwardedFrom: '+33199001234',
          step: { type: 'dialled', result },
        },
      ],
    });
  });

  it('is one for every attempt, of which only the answered one has a leg', () => {
    const params = { ...INBOUND, DialStatus: 'no-answer' };
    const ids = ['dial-ring-0', 'dial-ring-1', 'dial-3-0', 'dial'].map(
      (event) => eventsOf(params, event)[0]?.id,
    );
    expect(ids).toEqual(['dialled:ring-0', 'dialled:ring-1', 'dialled:3-0', 'dialled']);
  });
});

describe('the menu', () => {
  it.each(['0', '9', '*', '#'])('was answered with the key %s', (Digits) => {
    expect(read({ ...INBOUND, InputType: 'dtmf', Digits }, 'menu-1')).toMatchObject({
      providerCallId: CALL,
      asksForFlow: true,
      events: [
        { id: `menu:${Digits}`, number: '+33199002000', step: { type: 'menu', choice: Digits } },
      ],
    });
  });

  it.each<Params>([{ Event: 'Redirect' }, { Digits: '' }, { Digits: '12' }, { Digits: 'x' }])(
    'was not answered with %j',
    (more) => {
      expect(read({ ...INBOUND, ...more }, 'menu-2')).toMatchObject({
        asksForFlow: true,
        events: [{ id: 'menu:null', step: { type: 'menu', choice: null } }],
      });
    },
  );
});

describe('what was recorded', () => {
  const recorded: Params = {
    ...INBOUND,
    RecordUrl: 'https://media.plivo.com/v1/Account/MA1/Recording/r1.mp3',
    RecordingDuration: '22',
    RecordingID: 'r1',
  };

  it.each([
    ['message', 'voicemail', true],
    ['recording', 'call', false],
  ])('is told to %s: a %s', (event, of, asksForFlow) => {
    expect(read(recorded, event)).toMatchObject({
      providerCallId: CALL,
      asksForFlow,
      events: [
        {
          id: 'recording:r1',
          at: NOW,
          clock: 'arrival',
          step: { type: 'recording', of, url: recorded['RecordUrl'], seconds: 22 },
        },
      ],
    });
  });

  it.each<Params>([{ RecordingDuration: '0' }, { RecordUrl: '' }, { RecordUrl: 'file:///etc' }])(
    'is nothing with %j, and the call goes on',
    (more) => {
      expect(read({ ...recorded, ...more }, 'message')).toMatchObject({
        ok: true,
        asksForFlow: true,
        events: [],
      });
    },
  );

  it('has an unknown length where none is told', () => {
    const [event] = eventsOf({ ...recorded, RecordingDuration: '-1' }, 'recording');
    expect(event?.step).not.toHaveProperty('seconds');
  });
});

describe('the whisper', () => {
  const whisperAt = (query: string) =>
    plivo.parse({ ...request(INBOUND, 'whisper'), url: `${URL_DEMO}/whisper${query}` }, 'FR', NOW);

  it('is what the address says', () => {
    expect(whisperAt('?say=Call+from+google&language=en-US')).toEqual({
      ok: true,
      providerCallId: CALL,
      events: [],
      asksForFlow: false,
      whisper: { say: 'Call from google', language: 'en-US' },
    });
    expect(whisperAt('?play=https%3A%2F%2Fshop.example%2Fa.mp3')).toMatchObject({
      whisper: { play: 'https://shop.example/a.mp3' },
    });
  });

  it('comes from nowhere else', () => {
    expect(whisperAt('')).toMatchObject({ ok: false, detail: 'Nothing to say' });
    const inForm = request({ ...INBOUND, say: 'Anything' }, 'whisper');
    expect(plivo.parse(inForm, 'FR', NOW)).toMatchObject({ ok: false });
  });

  it("is signed with its address, as Plivo's SDK has it", async () => {
    const url = `${URL_DEMO}/whisper?say=Call+from+google&language=en-US`;
    const sent = { ...request(INBOUND, 'whisper', v3(sdkSigned('POST', url, INBOUND))), url };
    expect(await verify(sent)).toBe(true);
    expect(await verify({ ...sent, url: url.replace('google', 'nobody') })).toBe(false);
  });
});

describe("the end of the caller's own leg", () => {
  const hangup: Params = {
    ...INBOUND,
    Event: 'Hangup',
    CallStatus: 'completed',
    HangupCause: 'NORMAL_CLEARING',
    Duration: '50',
    StartTime: '2026-11-25 15:00:00',
    EndTime: '2026-11-25 15:00:50',
  };

  it.each(['hangup', undefined])('is told to the URL of %s and asks for nothing', (event) => {
    expect(read(hangup, event)).toMatchObject({
      providerCallId: CALL,
      asksForFlow: false,
      events: [
        { id: 'ended', at: NOW, clock: 'provider', step: { type: 'ended', totalSeconds: 50 } },
      ],
    });
  });

  it('is known by its cause, too', () => {
    const { Event: _, EndTime: __, Duration: ___, ...rest } = hangup;
    expect(eventsOf(rest)).toMatchObject([
      { id: 'ended', at: NOW, clock: 'arrival', step: { type: 'ended' } },
    ]);
  });
});

describe('bad requests', () => {
  it.each([
    [undefined, {}, 'CallUUID'],
    [undefined, { CallUUID: 'x'.repeat(129) }, 'CallUUID'],
    ['hangup', { Event: 'Hangup' }, 'CallUUID'],
    ['dial', { DialStatus: 'completed' }, 'CallUUID'],
    ['dial', { CallUUID: CALL }, 'DialStatus'],
    ['dial', { CallUUID: CALL, DialStatus: 'secret' }, 'DialStatus'],
    ['leg', { DialAction: 'answer' }, 'DialALegUUID'],
    ['leg', { DialALegUUID: CALL, DialAction: 'secret' }, 'DialAction'],
    ['dial-ring-0', { CallUUID: CALL }, 'DialStatus'],
    ['menu-1', { Digits: '1' }, 'CallUUID'],
    ['message', {}, 'CallUUID'],
    ['recording', {}, 'CallUUID'],
    ['whisper', {}, 'CallUUID'],
    ['other', INBOUND, 'event'],
  ])('at %s are told what is wrong: %j', (event, params, field) => {
    const parsed = read(params as Params, event);
    expect(parsed).toMatchObject({ ok: false, code: 'body_invalid' });
    const detail = parsed.ok ? '' : parsed.detail;
    expect(detail).toContain(field);
    expect(detail).not.toMatch(/secret|xxx/);
  });

  it('never throw, and never pass without an id', async () => {
    const name = fc.constantFrom(
      ...['CallUUID', 'DialALegUUID', 'DialBLegUUID', 'DialAction', 'DialStatus', 'Event'],
      ...['From', 'To', 'SessionStart', 'StartTime', 'EndTime', 'DialBLegDuration', 'Duration'],
      ...['Digits', 'RecordUrl', 'RecordingDuration', 'RecordingID', 'say', 'play', 'language'],
    );
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('hangup', 'answer', 'completed', '42', '9999-99-99 99:99:99'),
      fc.constantFrom('0000-01-01 00:00:00', '2026-11-25 14:00:00', 'Hangup'),
    );
    const form = fc
      .array(fc.tuple(name, value))
      .map((pairs) => new URLSearchParams(pairs).toString());
    const text = fc.oneof(form, fc.string({ unit: 'binary' }), fc.constantFrom('', '%', '%E0%A4'));
    const header = fc.string({ maxLength: 60 }).map((raw) => raw.replace(/[^\x21-\x7e]/g, ','));
    const sent = fc.record({
      method: fc.constantFrom('GET', 'POST', 'PUT', ''),
      url: fc.oneof(
        text,
        text.map((query) => `${URL_DEMO}?${query}`),
      ),
      body: text,
      event: fc.oneof(
        fc.constantFrom(undefined, 'dial', 'dial-ring-0', 'leg', 'menu-1', 'message', 'recording'),
        fc.constantFrom('whisper', 'hangup', 'constructor', '-', '', `dial-${'x'.repeat(200)}`),
        fc.string({ unit: 'binary' }),
      ),
      headers: fc
        .dictionary(fc.constantFrom(...Object.keys({ ...v3(''), ...v2() })), header)
        .map((headers) => new Headers(headers)),
    });
    await fc.assert(
      fc.asyncProperty(sent, async (given) => {
        expect(await verify(given)).toBe(false);
        plivo.nonce?.(given);
        const parsed = plivo.parse(given, 'FR', NOW);
        if (!parsed.ok) {
          expect(parsed.code).toBe('body_invalid');
          return;
        }
        expect(parsed.providerCallId).toMatch(/^\P{Cc}{1,128}$/u);
        for (const { at } of parsed.events) expect(Number.isSafeInteger(at)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('answers', () => {
  const context = answerContext(URL_DEMO);
  const { callbackUrl } = context;
  const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';
  const written = (...instructions: readonly Instruction[]) =>
    plivo.answer(instructions, context).text();

  it("with the document that Plivo's own builder would write", async () => {
    const action = (event: string) => ({ action: callbackUrl(event), method: 'POST' });
    const response = plivoSdk.Response();
    response.addHangup({ reason: 'busy' });
    response.addSpeak('Zoë & Sons <open>', { language: 'en-GB' });
    response.addPlay('https://shop.example/hello.mp3?a=1&b=2');
    response
      .addGetInput({
        ...action('menu-1'),
        inputType: 'dtmf',
        executionTimeout: 5,
        numDigits: 1,
        finishOnKey: 'none',
      })
      .addSpeak('Press 1.', { language: 'en-US' });
    response.addRedirect(callbackUrl('menu-1'), { method: 'POST' });
    response.addRecord({
      startOnDialAnswer: true,
      redirect: false,
      maxLength: 14_400,
      callbackUrl: callbackUrl('recording'),
      callbackMethod: 'POST',
    });
    const dial = response.addDial({
      ...action('dial-ring-0'),
      redirect: true,
      callbackUrl: callbackUrl('leg'),
      callbackMethod: 'POST',
      timeout: 25,
      callerId: '+33199002000',
      confirmSound: `${callbackUrl('whisper')}&say=Call+from+google&language=en-US`,
    });
    dial.addNumber('+33199001234');
    dial.addUser('sip:desk@pbx.example');
    response.addSpeak('After the tone.', { language: 'en-US' });
    response.addRecord({
      ...action('message'),
      redirect: true,
      maxLength: 90,
      playBeep: true,
      finishOnKey: '#',
    });

    const answer = plivo.answer(ALL_INSTRUCTIONS, context);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/xml; charset=utf-8');
    expect(await answer.text()).toBe(DECLARATION + response.toXML());
  });

  it('can do all that flows ask for', () => {
    expect(plivo.abilities).toEqual(ALL_ABILITIES);
  });

  it('dial without recording, whisper or caller id where none is asked for', async () => {
    const text = await written(dialInstruction());
    expect(text).toMatch(
      /<Response><Dial [^>]*><Number>\+33199001234<\/Number><\/Dial><\/Response>$/,
    );
    expect(text).not.toMatch(/callerId|confirmSound|confirmKey/);
  });

  it('escape what would be markup', async () => {
    const text = await written(dialInstruction({ phones: ['<&">\''] }));
    expect(text).toContain('>&lt;&amp;&quot;&gt;&apos;</Number>');
  });

  it.each([
    [0, 1],
    [30.4, 30],
  ])('let it ring %d s as whole seconds, at least one: %d', async (ringSeconds, timeout) => {
    expect(await written(dialInstruction({ ringSeconds }))).toContain(`timeout="${timeout}"`);
  });

  it.each([
    [1, 5],
    [7.4, 7],
    [90, 60],
  ])('wait %d s for a key, as far as Plivo can: %d', async (waitSeconds, timeout) => {
    const prompt = { play: 'https://shop.example/menu.mp3' };
    const text = await written({ do: 'ask', prompt, waitSeconds, next: 'menu-1' });
    expect(text).toContain(`executionTimeout="${timeout}"`);
  });

  it.each([
    ['en', 'language="en-US"'],
    ['en-IE', 'language="en-US"'],
    ['fr', 'language="fr-FR"'],
    ['fr-ca', 'language="fr-CA"'],
    ['pt', 'language="pt-PT" voice="MAN"'],
    ['pt-BR', 'language="pt-BR"'],
    ['fil-PH', 'language="fil-PH"'],
  ])('speak %s with %s', async (language, attributes) => {
    const text = await written({ do: 'say', speech: { say: 'Hello', language } });
    expect(text).toContain(`<Speak ${attributes}>Hello</Speak>`);
  });

  it('end the call with an empty document when nothing is left to do', async () => {
    expect(await written()).toBe(DECLARATION + plivoSdk.Response().toXML());
  });

  it('acknowledge with 200 and an empty document', async () => {
    const response = plivo.acknowledge();
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(DECLARATION + plivoSdk.Response().toXML());
  });
});
