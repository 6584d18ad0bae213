import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WebhookRequest } from '../../worker/telephony/provider.ts';
import { bandwidth } from '../../worker/telephony/providers/bandwidth.ts';
import { withOneBitChanged } from '../support/change-bits.ts';
import { ALL_INSTRUCTIONS, answerContext, dialInstruction } from '../support/make-answer.ts';

const NOW = 1_764_079_200_000;
const SECRET = 'shop:p@ss:wörd';
const URL_DEMO = 'https://calls.example.com/v1/calls/bandwidth/demo';
const CALL = 'c-2a913f94-6a486f3a-3cae-4034-bcc3-f0c9fa77ca2f';
const LEG = 'c-95ac8d6e-1a31c52e-b38f-4198-93c1-51633ec68f8d';

const basic = (secret: string) => `Basic ${Buffer.from(secret).toString('base64')}`;

function post(body: string, event?: string, authorization?: string): WebhookRequest {
  return {
    method: 'POST',
    url: event === undefined ? URL_DEMO : `${URL_DEMO}/${event}`,
    headers: new Headers(authorization === undefined ? {} : { authorization }),
    body,
    event,
  };
}
const verify = (authorization: string | undefined, secrets = [SECRET]) =>
  bandwidth.verify(post('{}', undefined, authorization), secrets, NOW);

describe('a request is accepted', () => {
  it('with either of two logins', async () => {
    const secrets = ['old:one', '', 'shop:p@ss:wörd'];
    for (const secret of ['old:one', SECRET]) {
      expect(await verify(basic(secret), secrets)).toBe(true);
      expect(await verify(basic(secret), ['another:one'])).toBe(false);
      expect(await verify(basic(secret), [])).toBe(false);
    }
  });

  it('by GET, and however the scheme is written', async () => {
    const authorization = basic(SECRET).replace('Basic', 'bAsIc');
    const request = post('', undefined, authorization);
    expect(await bandwidth.verify({ ...request, method: 'GET' }, [SECRET], NOW)).toBe(true);
    expect(await bandwidth.verify({ ...request, method: 'PUT' }, [SECRET], NOW)).toBe(false);
  });

  it('with any login whatever', async () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((each) => !/\p{Cc}/u.test(each));
    const user = text.filter((each) => !each.includes(':'));
    await fc.assert(
      fc.asyncProperty(user, text, async (name, password) => {
        const secret = `${name}:${password}`;
        expect(await verify(basic(secret), [secret])).toBe(true);
        expect(await verify(basic(`${secret}x`), [secret])).toBe(false);
      }),
    );
  });
});

describe('a request is refused', () => {
  it('with one bit changed in what it shows', async () => {
    const shown = basic(SECRET);
    for (const changed of withOneBitChanged(shown)) {
      // What cannot be in a header never arrives; the scheme may be written as one likes.
      if (/[\0\r\n]/.test(changed)) continue;
      if (changed.replace(/^basic/i, 'Basic') === shown) continue;
      expect(await verify(changed)).toBe(false);
    }
  });

  it.each([
    undefined,
    '',
    'Basic',
    'Basic ',
    basic(''),
    basic(':'),
    basic('shop'),
    basic('shop:'),
    basic(':p@ss:wörd'),
    basic(SECRET).replace('Basic', 'Bearer'),
    basic(SECRET).replace('Basic ', ''),
    basic(SECRET).replace(/=*$/, '') + (basic(SECRET).endsWith('=') ? '' : '='),
    `${basic(SECRET)}, ${basic(SECRET)}`,
  ])('with %j', async (authorization) => {
    expect(await verify(authorization)).toBe(false);
  });

  it.each(['', ':', 'shop', 'shop:', ':secret', 'shop:\n'])(
    'by the secret %j, which is no login',
    async (secret) => {
      expect(await verify(basic(secret), [secret])).toBe(false);
    },
  );
});

const common = {
  eventTime: '2025-11-25T14:00:50.500Z',
  accountId: '55555555',
  applicationId: '7fc9698a-b04a-468b-9e8f-91238c0d0086',
  from: '+33639980001',
  to: '+33199002000',
  callId: CALL,
  callUrl: `https://voice.bandwidth.com/api/v2/accounts/55555555/calls/${CALL}`,
  startTime: '2025-11-25T14:00:00.000Z',
};
const inbound = { ...common, eventType: 'initiate', direction: 'inbound' };
const read = (properties: object, event?: string) =>
  bandwidth.parse(post(JSON.stringify(properties), event), 'FR', NOW + 60_000);
const parties = { number: '+33199002000', caller: '+33639980001' };

describe('an inbound call', () => {
  const received = {
    ok: true,
    providerCallId: CALL,
    asksForFlow: true,
    events: [
      { id: 'received', at: NOW, clock: 'provider', ...parties, step: { type: 'received' } },
    ],
  };

  it('asks where to connect, by POST and by GET', () => {
    expect(read(inbound)).toEqual(received);
    const url = `${URL_DEMO}?${new URLSearchParams(inbound)}`;
    const request = { ...post(''), method: 'GET', url };
    expect(bandwidth.parse(request, 'FR', NOW)).toEqual(received);
  });

  it.each([
    [{ from: 'Restricted' }, { caller: null }],
    [{ from: 'Anonymous' }, { caller: null }],
    [{ from: '33639980001' }, { caller: '+33639980001' }],
    [
      { diversion: { origTo: '+33199001234', reason: 'unavailable' } },
      { forwardedFrom: '+33199001234' },
    ],
    [
      { stirShaken: { verstat: 'TN-Verification-Passed', attestationIndicator: 'B' } },
      { attestation: 'B' },
    ],
    [
      { stirShaken: { verstat: 'TN-Verification-Failed', attestationIndicator: 'A' } },
      { attestation: 'failed' },
    ],
    [{ startTime: '2025-11-25T14:00:01.500' }, { at: NOW + 1_500, clock: 'provider' }],
    [{ startTime: 'soon' }, { at: NOW + 50_500, clock: 'provider' }],
    [
      { startTime: 7, eventTime: '2025-99-25T14:00:01Z' },
      { at: NOW + 60_000, clock: 'arrival' },
    ],
  ])('with %j', (properties, event) => {
    expect(read({ ...inbound, ...properties })).toMatchObject({ events: [event] });
  });

  it.each([{ stirShaken: 'A' }, { stirShaken: { attestationIndicator: 'D' } }, { diversion: [] }])(
    'with %j tells nothing more',
    (properties) => {
      expect(read({ ...inbound, ...properties })).toEqual(received);
    },
  );
});

describe('the transfer', () => {
  const transfer = {
    ...common,
    eventType: 'transferComplete',
    direction: 'inbound',
    answerTime: common.startTime,
    transferCallerId: '+33639980001',
    transferTo: '+33199001234',
  };

  it.each([
    ['hangup', 'answered'],
    ['busy', 'busy'],
    ['timeout', 'no-answer'],
    ['rejected', 'no-answer'],
    ['cancel', 'canceled'],
    ['account-limit', 'failed'],
    ['something-new', 'failed'],
  ])('that ended by %s is %s', (cause, result) => {
    expect(read({ ...transfer, cause }, 'dial-ring-1')).toEqual({
      ok: true,
      providerCallId: CALL,
      asksForFlow: true,
      events: [
        {
          id: 'dialled:dial-ring-1',
          at: NOW + 50_500,
          clock: 'provider',
          ...parties,
          step: { type: 'dialled', result },
        },
      ],
    });
  });
});

describe('the dialled leg', () => {
  const leg = {
    ...common,
    eventType: 'transferDisconnect',
    direction: 'outbound',
    callId: LEG,
    parentCallId: CALL,
    startTime: '2025-11-25T14:00:02.000Z',
    endTime: '2025-11-25T14:00:50.000Z',
  };
  const event = (state: string, at: number, more = {}) => ({
    id: `leg:${LEG}:${state}`,
    at: NOW + at,
    clock: 'provider',
    step: { type: 'leg', leg: LEG, state, ...more },
  });

  it('that was picked up tells when, and how long they talked', () => {
    const answerTime = '2025-11-25T14:00:08.000Z';
    expect(read({ ...leg, answerTime, cause: 'hangup' }, 'leg')).toEqual({
      ok: true,
      providerCallId: CALL,
      asksForFlow: false,
      events: [
        event('initiated', 2_000),
        event('answered', 8_000),
        event('completed', 50_000, { talkSeconds: 42 }),
      ],
    });
  });

  it.each([
    ['busy', 'busy'],
    ['timeout', 'no-answer'],
    ['rejected', 'no-answer'],
    ['cancel', 'canceled'],
    ['hangup', 'canceled'],
    ['invalid-bxml', 'failed'],
  ])('that was not, by %s', (cause, state) => {
    expect(read({ ...leg, cause }, 'leg')).toMatchObject({
      events: [event('initiated', 2_000), event(state, 50_000)],
    });
  });

  it('asks for the whisper as it is picked up', () => {
    const request = post(
      JSON.stringify({ ...leg, eventType: 'transferAnswer', answerTime: leg.endTime }),
      'whisper',
    );
    const url = `${request.url}?say=Call+from+google&language=en-US`;
    expect(bandwidth.parse({ ...request, url }, 'FR', NOW)).toEqual({
      ok: true,
      providerCallId: CALL,
      asksForFlow: false,
      events: [event('answered', 50_000)],
      whisper: { say: 'Call from google', language: 'en-US' },
    });
    expect(bandwidth.parse(request, 'FR', NOW)).toMatchObject({ detail: 'Nothing to say' });
  });

  it.each([
    [{ parentCallId: undefined }, 'parentCallId is missing or too long'],
    [{ callId: '' }, 'callId is missing or too long'],
    [{ cause: undefined }, 'cause is missing'],
  ])('with %j is refused by the name of the property', (properties, detail) => {
    const parsed = read({ ...leg, cause: 'busy', ...properties }, 'leg');
    expect(parsed).toEqual({ ok: false, code: 'body_invalid', detail });
  });
});

describe('a key, a message, the end', () => {
  it.each([
    ['2', '2'],
    ['#', '#'],
    ['', null],
    ['25', null],
    [undefined, null],
  ])('digits %j', (digits, choice) => {
    const gathered = { ...common, eventType: 'gather', digits, terminatingDigit: '' };
    expect(read(gathered, 'menu-2')).toMatchObject({
      asksForFlow: true,
      events: [{ id: `menu:${choice}`, ...parties, step: { type: 'menu', choice } }],
    });
  });

  const recorded = {
    ...common,
    recordingId: 'r-115da407',
    startTime: '2025-11-25T14:00:29.000Z',
    endTime: '2025-11-25T14:00:49.100Z',
    duration: 'PT20.1S',
    channels: 1,
    fileFormat: 'wav',
    mediaUrl: `https://voice.bandwidth.com/api/v2/accounts/55555555/calls/${CALL}/recordings/r-115da407/media`,
  };

  it('a message is the same by whichever event it is told', () => {
    const complete = read({ ...recorded, eventType: 'recordComplete' }, 'message');
    const available = read(
      { ...recorded, eventType: 'recordingAvailable', status: 'complete' },
      'message',
    );
    expect(complete).toMatchObject({
      asksForFlow: true,
      events: [
        {
          id: 'recording:r-115da407',
          at: NOW + 49_100,
          step: { type: 'recording', of: 'voicemail', url: recorded.mediaUrl, seconds: 20 },
        },
      ],
    });
    expect(available).toEqual({ ...complete, asksForFlow: false });
  });

  it.each([
    { status: 'error' },
    { mediaUrl: undefined },
    { mediaUrl: 'http://a' },
    { endTime: recorded.startTime },
  ])('a message with %j is none', (properties) => {
    const available = { ...recorded, eventType: 'recordingAvailable', ...properties };
    expect(read(available, 'message')).toMatchObject({ ok: true, events: [] });
  });

  it.each([undefined, 'status'])("the caller's leg ends, told at %s", (event) => {
    const end = { ...common, eventType: 'disconnect', cause: 'hangup', endTime: common.eventTime };
    expect(read(end, event)).toEqual({
      ok: true,
      providerCallId: CALL,
      asksForFlow: false,
      events: [
        {
          id: 'ended',
          at: NOW + 50_500,
          clock: 'provider',
          ...parties,
          step: { type: 'ended', totalSeconds: 51 },
        },
      ],
    });
  });
});

describe('a webhook is refused, by the name of the property', () => {
  it.each([
    [{ ...inbound, callId: undefined }, undefined, 'callId is missing or too long'],
    [{ ...inbound, callId: 'c'.repeat(129) }, undefined, 'callId is missing or too long'],
    [{ ...inbound, callId: 7 }, undefined, 'callId is missing or too long'],
    [{ ...common, eventType: 'recordComplete' }, 'message', 'recordingId is missing or too long'],
    // A caller who is sent on from such an address would find nobody; the fallback connects them.
    [inbound, 'status', 'eventType is missing, unknown, or not of this address'],
    [
      { ...common, eventType: 'answer' },
      undefined,
      'eventType is missing, unknown, or not of this address',
    ],
    [common, undefined, 'eventType is missing, unknown, or not of this address'],
    [
      { eventType: 'constructor' },
      'constructor',
      'eventType is missing, unknown, or not of this address',
    ],
  ])('%j at %s', (properties, event, detail) => {
    expect(read(properties, event)).toEqual({ ok: false, code: 'body_invalid', detail });
  });

  it.each(['', '{', '[]', 'null', '"text"', 'a=1'])('%j is no JSON object', (body) => {
    expect(bandwidth.parse(post(body), 'FR', NOW)).toMatchObject({
      detail: 'The body is no JSON object',
    });
  });
});

describe('the answer', () => {
  const context = answerContext(URL_DEMO);
  const login = 'username="shop" password="p&lt;a&gt;:ss"';
  const at = (event: string) => `${URL_DEMO}/${event}?a=1&amp;b=2`;

  it('is BXML as documented, with the newest login at every address', async () => {
    const leg =
      `transferAnswerUrl="${at('whisper')}&amp;say=Call+from+google&amp;language=en-US" ` +
      `transferDisconnectUrl="${at('leg')}" ${login}`;
    const response = bandwidth.answer(ALL_INSTRUCTIONS, context);
    expect(response.headers.get('content-type')).toBe('application/xml; charset=utf-8');
    expect(await response.text()).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Response>' +
        '<Hangup/>' +
        '<SpeakSentence locale="en_UK">Zoë &amp; Sons &lt;open&gt;</SpeakSentence>' +
        '<PlayAudio>https://shop.example/hello.mp3?a=1&amp;b=2</PlayAudio>' +
        `<Gather gatherUrl="${at('menu-1')}" maxDigits="1" firstDigitTimeout="5" ${login}>` +
        '<SpeakSentence locale="en_US">Press 1.</SpeakSentence></Gather>' +
        `<Transfer transferCallerId="+33199002000" callTimeout="25" transferCompleteUrl="${at('dial-ring-0')}" ${login}>` +
        `<PhoneNumber ${leg}>+33199001234</PhoneNumber>` +
        `<SipUri ${leg}>sip:desk@pbx.example</SipUri></Transfer>` +
        '<SpeakSentence locale="en_US">After the tone.</SpeakSentence>' +
        `<Record recordCompleteUrl="${at('message')}" recordingAvailableUrl="${at('message')}" ` +
        `maxDuration="90" terminatingDigits="#" ${login}/>` +
        '</Response>',
    );
  });

  it('has nothing in it that was not asked for', async () => {
    const text = await bandwidth.answer([dialInstruction()], context).text();
    expect(text).not.toMatch(/transferCallerId|transferAnswerUrl|Recording|Speak/);
  });

  it.each([
    [0, 1],
    [30.4, 30],
    [9_999, 300],
  ])('keeps %d s of ringing within what Bandwidth takes: %d', async (ringSeconds, timeout) => {
    const text = await bandwidth.answer([dialInstruction({ ringSeconds })], context).text();
    expect(text).toContain(`callTimeout="${timeout}"`);
  });

  it('rings eight phones at once at the most', async () => {
    const phones = Array.from({ length: 10 }, (_, index) => `+3319900123${index}`);
    const text = await bandwidth.answer([dialInstruction({ phones })], context).text();
    expect(text.match(/<PhoneNumber /g)).toHaveLength(8);
  });

  it.each([
    ['fr-CA', ' locale="fr"'],
    ['es-MX', ' locale="es_MX"'],
    ['zh-CN', ' locale="cmn-CN"'],
    ['nl-NL', ''],
    ['constructor', ''],
  ])('speaks %s', async (language, attribute) => {
    const speech = { say: 'One.', language };
    const text = await bandwidth.answer([{ do: 'say', speech }], context).text();
    expect(text).toContain(`<SpeakSentence${attribute}>One.<`);
    expect(bandwidth.speaks?.(language)).toBe(attribute !== '');
  });

  it('ends the call where nothing is left to do, and acknowledges with nothing', async () => {
    expect(await bandwidth.answer([], context).text()).toContain('<Response/>');
    const acknowledged = bandwidth.acknowledge();
    expect([acknowledged.status, await acknowledged.text()]).toEqual([204, '']);
  });

  it('is asked for no recording of conversations', () => {
    expect(bandwidth.abilities.has('record')).toBe(false);
    expect(bandwidth.abilities.has('more than eight phones')).toBe(false);
  });
});

describe('whatever comes, nothing throws', () => {
  const name = fc.constantFrom(
    'eventType',
    'callId',
    'parentCallId',
    'from',
    'stirShaken',
    'cause',
  );
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc.dictionary(name, fc.jsonValue()).map((fields) => JSON.stringify({ ...inbound, ...fields })),
  );

  it('in the Authorization', async () => {
    const text = fc.string({ unit: 'grapheme-ascii' });
    const shown = fc.oneof(
      text,
      text.map((each) => `Basic ${each}`),
      text.map(basic),
    );
    await fc.assert(
      fc.asyncProperty(shown, async (authorization) => {
        expect(await verify(authorization)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('in the body or the query', () => {
    const event = fc.constantFrom(undefined, 'dial-ring-0', 'leg', 'whisper', 'message', 'x');
    fc.assert(
      fc.property(anything, event, fc.boolean(), (text, at, byGet) => {
        const request = post(text, at);
        const asked = byGet ? { ...request, method: 'GET', url: `${URL_DEMO}?${text}` } : request;
        const parsed = bandwidth.parse(asked, 'FR', NOW);
        if (parsed.ok) expect(parsed.providerCallId).toMatch(/^\P{Cc}{1,128}$/u);
        else expect(parsed.code).toBe('body_invalid');
      }),
      { numRuns: 500 },
    );
  });
});
