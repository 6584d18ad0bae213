import { createHash, createHmac } from 'node:crypto';
// @ts-expect-error: its types are not where its `exports` would have them found.
import { RestClient } from '@signalwire/compatibility-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_ABILITIES } from '../../worker/domain/flows/flow-problems.ts';
import type { WebhookRequest } from '../../worker/telephony/provider.ts';
import { signalwire } from '../../worker/telephony/providers/signalwire.ts';
import { withOneBitChanged } from '../support/change-bits.ts';
import { ALL_INSTRUCTIONS, answerContext, dialInstruction } from '../support/make-answer.ts';

const NOW = 1_764_079_200_000;
const KEY = 'PSK_demo';
const URL_DEMO = 'https://calls.example.com/v1/calls/signalwire/demo';
const SHA1 = 'x-signalwire-signature';
const SHA256 = 'x-signalwire-sha256-signature';
const CALL = 'b5d63b2e-f75b-4dc8-b6d4-269b635f96c0';
const LEG = 'c6d63b2e-f75b-4dc8-b6d4-269b635f96c0';
const parties = { From: '+33639980001', To: '+33199002000' };
const inbound = { CallSid: CALL, ...parties, CallStatus: 'ringing', CallerName: 'Zoë & Sons' };

type Params = Record<string, string>;

const hmacOf = (hash: string, text: string, key = KEY) => createHmac(hash, key).update(text);
/** As documented; the SDK verifies but signs nothing. */
const formSignature = (url: string, params: Params, key = KEY) => {
  const names = Object.keys(params).sort();
  return hmacOf('sha1', url + names.map((name) => name + params[name]).join(''), key).digest(
    'base64',
  );
};
const rawSignature = (hash: string, url: string, body: string, key = KEY) =>
  hmacOf(hash, url + body, key).digest('hex');

function post(body: string, headers: Record<string, string> = {}, event?: string): WebhookRequest {
  const url = event === undefined ? URL_DEMO : `${URL_DEMO}/${event}`;
  return { method: 'POST', url, headers: new Headers(headers), body, event };
}
const form = (params: Params) => new URLSearchParams(params).toString();
const verify = (request: WebhookRequest, secrets = [KEY]) =>
  signalwire.verify(request, secrets, NOW);
const sdkAccepts = (signature: string, url: string, params: Params, key = KEY): boolean =>
  RestClient.validateRequest(key, signature, url, params, true);

describe("requests that SignalWire's SDK accepts are accepted", () => {
  it.each([SHA1, 'x-twilio-signature'])('with a form, signed in %s', async (header) => {
    for (const key of ['the old key', 'the new key']) {
      const signature = formSignature(URL_DEMO, inbound, key);
      expect(sdkAccepts(signature, URL_DEMO, inbound, key)).toBe(true);
      const request = post(form(inbound), { [header]: signature });
      expect(await verify(request, ['the old key', '', 'the new key'])).toBe(true);
      expect(await verify(request, [KEY, ''])).toBe(false);
      expect(await verify(request, [])).toBe(false);
    }
  });

  it.each(['https://calls.example.com', 'https://calls.example.com:443'])(
    'signed with or without the port: %s',
    async (base) => {
      const signature = formSignature(`${base}/v1/calls/signalwire/demo`, inbound);
      expect(sdkAccepts(signature, URL_DEMO, inbound)).toBe(true);
      expect(await verify(post(form(inbound), { [SHA1]: signature }))).toBe(true);
    },
  );

  it('by GET', async () => {
    const url = `${URL_DEMO}?${form(inbound)}`;
    const signature = formSignature(url, {});
    expect(sdkAccepts(signature, url, {})).toBe(true);
    const request = { ...post('', { [SHA1]: signature }), method: 'GET', url };
    expect(await verify(request)).toBe(true);
    expect(signalwire.parse(request, 'FR', NOW)).toMatchObject({ providerCallId: CALL });
  });

  it("with the body's hash in the URL", async () => {
    const body = JSON.stringify(inbound);
    const url = `${URL_DEMO}?bodySHA256=${createHash('sha256').update(body).digest('hex')}`;
    const signature = formSignature(url, {});
    expect(RestClient.validateRequestWithBody(KEY, signature, url, body)).toBe(true);
    const request = { ...post(body, { [SHA1]: signature }), url };
    expect(await verify(request)).toBe(true);
    for (const changed of withOneBitChanged(body.slice(0, 40))) {
      expect(await verify({ ...request, body: changed + body.slice(40) })).toBe(false);
    }
  });

  it('with the values of a repeated name as they were submitted', async () => {
    const params = { To: ['b', 'a', 'b'], A: '1' };
    const signature = hmacOf('sha1', `${URL_DEMO}A1TobToaTob`).digest('base64');
    expect(RestClient.validateRequest(KEY, signature, URL_DEMO, params)).toBe(true);
    expect(await verify(post('To=b&A=1&To=a&To=b', { [SHA1]: signature }))).toBe(true);
    expect(await verify(post('To=a&A=1&To=b&To=b', { [SHA1]: signature }))).toBe(false);
  });

  it('with any form whatever', async () => {
    const text = fc.string({ unit: 'grapheme' });
    const name = text.filter((each) => each !== '' && each !== '__proto__' && each[0] !== '{');
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, text), async (params) => {
        const signature = formSignature(URL_DEMO, params);
        expect(sdkAccepts(signature, URL_DEMO, params)).toBe(true);
        expect(await verify(post(form(params), { [SHA1]: signature }))).toBe(true);
      }),
    );
  });
});

describe('the raw body signed in hex is accepted', () => {
  it.each([
    ['sha1', SHA1],
    ['sha256', SHA256],
  ])('by %s', async (hash, header) => {
    for (const body of [JSON.stringify(inbound), form(inbound)]) {
      const signature = rawSignature(hash, URL_DEMO, body);
      expect(await verify(post(body, { [header]: signature }))).toBe(true);
      expect(await verify(post(body, { [header]: signature }), ['another', KEY])).toBe(true);
      expect(await verify(post(body, { [header]: signature.toUpperCase() }))).toBe(false);
    }
  });
});

describe('a request of which one bit was changed is refused', () => {
  const body = form(inbound);
  const json = JSON.stringify(inbound);
  const signed = [
    [body, { [SHA1]: formSignature(URL_DEMO, inbound) }],
    [json, { [SHA1]: rawSignature('sha1', URL_DEMO, json) }],
    [json, { [SHA256]: rawSignature('sha256', URL_DEMO, json) }],
  ] as const;
  const read = (text: string) => form(Object.fromEntries(new URLSearchParams(text)));

  it.each(signed)('in the body %s %j', async (text, headers) => {
    for (const changed of withOneBitChanged(text)) {
      // `%2b` is `%2B`: the form is signed as it is read.
      if (text === body && read(changed) === read(body)) continue;
      expect(await verify(post(changed, headers))).toBe(false);
    }
  });

  it.each(signed)('in the URL %s %j', async (text, headers) => {
    for (const url of withOneBitChanged(URL_DEMO)) {
      expect(await verify({ ...post(text, headers), url })).toBe(false);
    }
  });

  it.each(signed)('in the signature %s %j', async (text, headers) => {
    for (const [name, signature] of Object.entries(headers)) {
      for (const changed of withOneBitChanged(signature)) {
        // What cannot be in a header never arrives.
        if (/[\0\r\n]/.test(changed) || changed.trim() === signature) continue;
        expect(await verify(post(text, { [name]: changed }))).toBe(false);
      }
    }
  });
});

describe('the stronger signature is decisive', () => {
  const body = form(inbound);
  const sha1 = formSignature(URL_DEMO, inbound);
  const sha256 = rawSignature('sha256', URL_DEMO, body);

  it.each(['', 'wrong', sha1, rawSignature('sha1', URL_DEMO, body), '0'.repeat(64)])(
    '%j is not saved by the weaker one',
    async (wrong) => {
      expect(await verify(post(body, { [SHA1]: sha1, [SHA256]: wrong }))).toBe(false);
    },
  );

  it('and needs no weaker one', async () => {
    expect(await verify(post(body, { [SHA1]: 'wrong', [SHA256]: sha256 }))).toBe(true);
  });

  it("SignalWire's own header comes before Twilio's", async () => {
    const headers = { [SHA1]: 'wrong', 'x-twilio-signature': sha1 };
    expect(await verify(post(body, headers))).toBe(false);
  });

  it.each([
    ['HEAD', sha1],
    ['PUT', sha1],
    ['POST', sha256],
    ['POST', ''],
  ])('%s with %j is refused', async (method, signature) => {
    expect(await verify({ ...post(body, { [SHA1]: signature }), method })).toBe(false);
  });

  it('JSON is not taken for a form', async () => {
    const json = '{"CallSid":"1"}';
    const signature = formSignature(URL_DEMO, { [json]: '' });
    expect(await verify(post(json, { [SHA1]: signature }))).toBe(false);
  });
});

const read = (params: Params, event?: string) =>
  signalwire.parse(post(form(params), {}, event), 'FR', NOW);

describe('a webhook', () => {
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

  it('of an inbound call asks where to connect, as a form and as JSON', () => {
    expect(read(inbound)).toEqual(received);
    expect(signalwire.parse(post(JSON.stringify(inbound)), 'FR', NOW)).toEqual(received);
  });

  it('tells who forwarded the call, and that the caller withheld the number', () => {
    const params = { ...inbound, From: 'Anonymous', ForwardedFrom: '+33199001234' };
    expect(read(params)).toMatchObject({
      events: [{ caller: null, forwardedFrom: '+33199001234' }],
    });
  });

  it.each([
    ['initiated', {}, { state: 'initiated' }],
    ['ringing', {}, { state: 'ringing' }],
    ['in-progress', {}, { state: 'answered' }],
    ['completed', { CallDuration: '42' }, { state: 'completed', talkSeconds: 42 }],
    ['busy', { CallDuration: '0' }, { state: 'busy' }],
    ['no-answer', {}, { state: 'no-answer' }],
    ['canceled', {}, { state: 'canceled' }],
    ['failed', {}, { state: 'failed' }],
  ])("of the dialled leg, by SignalWire's clock: %s", (CallStatus, more, step) => {
    const Timestamp = 'Tue, 25 Nov 2025 14:00:07 +0000';
    const params = { CallSid: LEG, ParentCallSid: CALL, CallStatus, Timestamp, ...more };
    expect(read(params, 'leg')).toMatchObject({
      providerCallId: CALL,
      asksForFlow: false,
      events: [{ id: `leg:${LEG}:${step.state}`, at: NOW + 7_000, step: { leg: LEG, ...step } }],
    });
  });

  it.each([
    ['completed', { result: 'answered', talkSeconds: 42 }],
    ['busy', { result: 'busy' }],
    ['no-answer', { result: 'no-answer' }],
    ['failed', { result: 'failed' }],
    ['canceled', { result: 'canceled' }],
  ])('of what came of the dialling: %s', (DialCallStatus, step) => {
    const dialled = { ...inbound, DialCallSid: LEG, DialCallStatus, DialCallDuration: '42' };
    expect(read(dialled, 'dial-ring-0')).toMatchObject({
      asksForFlow: true,
      events: [{ id: `dialled:${LEG}`, step: { type: 'dialled', ...step } }],
    });
  });

  it('of a key, of a message, of a recording', () => {
    expect(read({ ...inbound, Digits: '2' }, 'menu-1')).toMatchObject({
      asksForFlow: true,
      events: [{ id: 'menu:2', step: { type: 'menu', choice: '2' } }],
    });
    const RecordingUrl = 'https://shop.signalwire.com/recordings/1';
    const recorded = { ...inbound, RecordingUrl, RecordingDuration: '7' };
    expect(read(recorded, 'message')).toMatchObject({
      asksForFlow: true,
      events: [{ step: { type: 'recording', of: 'voicemail', url: RecordingUrl, seconds: 7 } }],
    });
    expect(read({ ...recorded, RecordingSid: 'r1' }, 'recording')).toMatchObject({
      asksForFlow: false,
      events: [{ id: 'recording:r1', step: { type: 'recording', of: 'call', seconds: 7 } }],
    });
  });

  it('of a picked-up phone asks for the whisper', () => {
    const request = post(form({ CallSid: LEG, ParentCallSid: CALL }), {}, 'whisper');
    const url = `${request.url}?say=Call+from+google&language=en-US`;
    expect(signalwire.parse({ ...request, url }, 'FR', NOW)).toMatchObject({
      providerCallId: CALL,
      whisper: { say: 'Call from google', language: 'en-US' },
    });
  });

  it("of the call's end does not take the time of its beginning for it", () => {
    const Timestamp = 'Tue, 25 Nov 2025 13:00:00 +0000';
    const params = { ...inbound, CallStatus: 'completed', CallDuration: '50', Timestamp };
    expect(read(params, 'status')).toMatchObject({
      events: [{ id: 'ended', at: NOW, clock: 'arrival', step: { totalSeconds: 50 } }],
    });
  });

  it.each([
    [{ ...inbound, CallSid: '' }, undefined, 'CallSid is missing or too long'],
    [{ ...inbound, CallSid: 'C'.repeat(129) }, undefined, 'CallSid is missing or too long'],
    [inbound, 'leg', 'ParentCallSid is missing or too long'],
    [inbound, 'other', 'No such event'],
  ])('with %j of %s is refused by the name of the field', (params, event, detail) => {
    expect(read(params, event)).toEqual({ ok: false, code: 'body_invalid', detail });
  });

  it('that is SWML, or no JSON, is refused', () => {
    const swml = post(JSON.stringify({ call: { call_id: CALL }, vars: {} }));
    expect(signalwire.parse(swml, 'FR', NOW)).toMatchObject({
      detail: 'CallSid is missing or too long',
    });
    expect(signalwire.parse(post('{'), 'FR', NOW)).toMatchObject({
      detail: 'The body is no JSON object',
    });
  });
});

describe('the answer', () => {
  it("is the document that SignalWire's own builder would write", async () => {
    const context = answerContext(URL_DEMO);
    const action = (event: string) => ({ action: context.callbackUrl(event), method: 'POST' });
    const response = new RestClient.LaML.VoiceResponse();
    response.reject({ reason: 'busy' });
    response.say({ language: 'en-GB' }, 'Zoë & Sons <open>');
    response.play('https://shop.example/hello.mp3?a=1&b=2');
    const asked = {
      input: 'dtmf',
      numDigits: 1,
      timeout: 5,
      finishOnKey: '',
      actionOnEmptyResult: true,
    };
    response.gather({ ...action('menu-1'), ...asked }).say({ language: 'en-US' }, 'Press 1.');
    const dial = response.dial({
      ...action('dial-ring-0'),
      answerOnBridge: true,
      timeout: 25,
      callerId: '+33199002000',
      record: 'record-from-answer-dual',
      recordingStatusCallback: context.callbackUrl('recording'),
      recordingStatusCallbackMethod: 'POST',
    });
    const leg = {
      statusCallback: context.callbackUrl('leg'),
      statusCallbackMethod: 'POST',
      statusCallbackEvent: 'initiated ringing answered completed',
      url: `${context.callbackUrl('whisper')}&say=Call+from+google&language=en-US`,
    };
    dial.number(leg, '+33199001234');
    dial.number(leg, '+33199001235');
    response.say({ language: 'en-US' }, 'After the tone.');
    response.record({ ...action('message'), maxLength: 90, playBeep: true, finishOnKey: '#' });

    const asksNoSip = ALL_INSTRUCTIONS.map((each) =>
      each.do === 'dial' ? { ...each, phones: ['+33199001234', '+33199001235'] } : each,
    );
    const answer = signalwire.answer(asksNoSip, context);
    expect(answer.headers.get('content-type')).toBe('text/xml; charset=utf-8');
    expect(await answer.text()).toBe(response.toString());
  });

  it('has nothing in it that was not asked for', async () => {
    const text = await signalwire.answer([dialInstruction()], answerContext(URL_DEMO)).text();
    expect(text).not.toMatch(/callerId|record| url=|<Say/);
  });

  it('rings no SIP phone, and can do all else', () => {
    expect(signalwire.abilities.has('sip')).toBe(false);
    expect(signalwire.abilities.size).toBe(ALL_ABILITIES.size - 1);
  });
});

describe('whatever comes, nothing throws', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc
      .dictionary(fc.constantFrom('CallSid', 'ParentCallSid', 'CallStatus'), fc.jsonValue())
      .map((fields) => JSON.stringify(fields)),
  );

  it('in the headers, the URL or the body', async () => {
    const name = fc.constantFrom(SHA1, SHA256, 'x-twilio-signature');
    const headers = fc.dictionary(name, fc.string({ unit: 'grapheme-ascii' }));
    await fc.assert(
      fc.asyncProperty(headers, anything, anything, async (given, body, url) => {
        expect(await verify({ ...post(body, given), url })).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('in what is read', () => {
    const event = fc.constantFrom(undefined, 'dial-ring-0', 'leg', 'whisper', 'constructor');
    fc.assert(
      fc.property(anything, event, fc.boolean(), (text, name, byGet) => {
        const request = post(text, {}, name);
        const asked = byGet ? { ...request, method: 'GET', url: `${URL_DEMO}?${text}` } : request;
        const parsed = signalwire.parse(asked, 'FR', NOW);
        if (parsed.ok) expect(parsed.providerCallId).toMatch(/^\P{Cc}{1,128}$/u);
        else expect(parsed.code).toBe('body_invalid');
      }),
      { numRuns: 300 },
    );
  });
});
