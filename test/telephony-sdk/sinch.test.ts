import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WebhookRequest } from '../../worker/telephony/provider.ts';
import { sinch } from '../../worker/telephony/providers/sinch.ts';
import { ALL_INSTRUCTIONS, answerContext, dialInstruction } from '../support/make-answer.ts';

const NOW = Date.parse('2026-11-25T14:00:00Z');
const URL_DEMO = 'https://calls.example.com/v1/calls/sinch/demo';
const KEY = '669E367E-6BBA-48AB-AF15-266871C28135';
const SECRET = `${KEY}:BeIukql3pTKJ8RGL5zo0DA==`;
const OTHER = 'other-key:b3RoZXIgc2VjcmV0';
const CALL = '1ce0ffee-ca11-ca11-ca11-abcdef000053';
const timestamp = '2026-11-25T14:00:00Z';
const ice = {
  event: 'ice',
  callid: CALL,
  callResourceUrl: `https://calling-use1.api.sinch.com/calling/v1/calls/id/${CALL}`,
  timestamp,
  version: 1,
  custom: 'Zoë',
  applicationKey: KEY,
  userRate: { currencyId: 'USD', amount: 0 },
  cli: '33639980001',
  to: { type: 'did', endpoint: '+33199002000' },
  domain: 'pstn',
  originationType: 'PSTN',
  rdnis: '',
};
const BODY = JSON.stringify(ice);

type Sent = {
  method?: string;
  url?: string;
  body?: string;
  type?: string;
  time?: string;
  secret?: string;
};

/** https://developers.sinch.com/docs/voice/api-reference/authentication/callback-signed-request */
function signature({ method = 'POST', url = URL_DEMO, body = BODY, ...sent }: Sent): string {
  const { type = 'application/json', time = timestamp, secret = SECRET } = sent;
  const [key = '', encoded = ''] = secret.split(':');
  const digest = body === '' ? '' : createHash('md5').update(body).digest('base64');
  const { pathname } = new URL(url);
  const text = [method, digest, type, `x-timestamp:${time}`, pathname].join('\n');
  const hmac = createHmac('sha256', Buffer.from(encoded, 'base64')).update(text);
  return `application ${key}:${hmac.digest('base64')}`;
}

function request(sent: Sent = {}, authorization: string | null = signature(sent)): WebhookRequest {
  const { method = 'POST', url = URL_DEMO, body = BODY } = sent;
  const headers = new Headers({
    'content-type': sent.type ?? 'application/json',
    'x-timestamp': sent.time ?? timestamp,
    ...(authorization === null ? {} : { authorization }),
  });
  return { method, url, headers, body, event: undefined };
}

const verify = (sent: WebhookRequest, secrets = [SECRET], now = NOW) =>
  sinch.verify(sent, secrets, now);

/** The text with one bit of one character changed, for every bit of ASCII and every character. */
function* withOneBitChanged(text: string): Generator<string> {
  for (let at = 0; at < text.length; at++) {
    for (let bit = 1; bit < 128; bit *= 2) {
      const changed = String.fromCharCode(text.charCodeAt(at) ^ bit);
      yield text.slice(0, at) + changed + text.slice(at + 1);
    }
  }
}

describe('a request that was signed as documented is accepted', () => {
  it("the one of Sinch's documentation", async () => {
    const url = 'https://callbacks.yourdomain.com/sinch/callback/ace';
    const time = '2014-09-24T10:59:41Z';
    const body = `{"event":"ace","callid":"822aa4b7-05b4-4d83-87c7-1f835ee0b6f6_257","timestamp":"${time}","version":1}`;
    const documented = `application ${KEY}:Tg6fMyo8mj9pYfWQ9ssbx3Tc1BNC87IEygAfLbJqZb4=`;
    const sent = request({ url, time, body }, documented);
    expect(await verify(sent, [SECRET], Date.parse(time))).toBe(true);
  });

  it("those of the SDK's own tests: either alphabet of base64, fractions, a header in a header", async () => {
    const sent = {
      url: '/webhook',
      body: '{"id":"018d2104-aaa-bbbb-1234","price":{"amount":0.0308},"rate":{"amount":0.0}}',
      type: 'application/json; charset=utf-8',
    };
    const time = '2024-01-19T09:19:28.9372196Z';
    for (const [header, signed] of [
      [time, 'p7hUz20oz16Fhfogs4Z0X+VA/Nhuu505I1alXYqwlKw='],
      [`x-timestamp:${time}`, 'wC8XcoLQ22cxrOsUqqbWk+LHJ82wtqR/IgeIp9NG8LY='],
    ] as const) {
      const known = request({ ...sent, time: header }, `Application app-key:${signed}`);
      expect(await verify(known, ['app-key:app-secret'], Date.parse(time))).toBe(true);
      expect(await verify(known, ['app-key:app-secrets'], Date.parse(time))).toBe(false);
    }
  });

  it('with either of two secrets, and never with an empty or malformed one', async () => {
    const odd = ['', ':', KEY, `${KEY}:`, `${KEY}:***`, ':BeIukql3pTKJ8RGL5zo0DA=='];
    for (const secret of [SECRET, OTHER]) {
      expect(await verify(request({ secret }), [...odd, OTHER, SECRET])).toBe(true);
      expect(await verify(request({ secret }), odd)).toBe(false);
    }
    expect(await verify(request({ secret: OTHER }))).toBe(false);
    const foreignKey = signature({}).replace(KEY, 'other-key');
    expect(await verify(request({}, foreignKey), [SECRET, OTHER])).toBe(false);
  });

  it('with any body whatever, none too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (body) => {
        expect(await verify(request({ body }))).toBe(true);
      }),
    );
    expect(await verify(request({ body: '' }))).toBe(true);
  });
});

describe('a request of which one bit was changed is refused', () => {
  it('in the body', async () => {
    for (const body of withOneBitChanged(BODY)) {
      expect(await verify(request({ body }, signature({})))).toBe(false);
    }
  });

  it('in the path and the method', async () => {
    const path = '/v1/calls/sinch/demo';
    for (const changed of withOneBitChanged(path)) {
      const url = URL_DEMO.replace(path, changed);
      expect(await verify({ ...request(), url })).toBe(false);
    }
    for (const method of withOneBitChanged('POST')) {
      expect(await verify({ ...request(), method })).toBe(false);
    }
  });

  it.each(['authorization', 'content-type', 'x-timestamp'])('in %s', async (name) => {
    const { headers, ...rest } = request();
    const right = headers.get(name) ?? '';
    for (const value of withOneBitChanged(right)) {
      // What cannot be in a header never arrives; the scheme may be written in either case.
      if (/[\0\r\n]/.test(value)) continue;
      if (value.replace(/^application /i, 'application ') === right) continue;
      const changed = new Headers(headers);
      changed.set(name, value);
      expect(await verify({ ...rest, headers: changed })).toBe(false);
    }
  });
});

describe('a request is refused', () => {
  it.each([
    [-301, false],
    [-300, true],
    [0, true],
    [300, true],
    [301, false],
  ])('unless signed now: %d s off, accepted %s', async (seconds, accepted) => {
    const time = new Date(NOW + seconds * 1_000).toISOString();
    expect(await verify(request({ time }))).toBe(accepted);
  });

  it.each(['', 'now', '2026-11-25', '1795615200', '2026-11-25T14:00:00', '2026-99-25T14:00:00Z'])(
    'with the time %j, though signed',
    async (time) => expect(await verify(request({ time }))).toBe(false),
  );

  it.each([
    null,
    '',
    'application',
    `application ${KEY}:`,
    signature({}).replace('application', 'Basic'),
    `Basic ${SECRET}`,
    `Basic ${Buffer.from(SECRET).toString('base64')}`,
    signature({}).replace('application', 'Signature'),
    signature({}).replace(/=$/, ''),
    `${signature({})} `.repeat(2),
  ])('with the Authorization %j', async (authorization) => {
    expect(await verify(request({}, authorization))).toBe(false);
  });
});

it('a signature, which covers the time, is shown once', () => {
  expect(sinch.nonce?.(request())).toBe(signature({}).split(':')[1]);
  expect(sinch.nonce?.(request({}, null))).toBeUndefined();
});

const read = (body: unknown) => sinch.parse(request({ body: JSON.stringify(body) }), 'FR', NOW + 1);
const eventsOf = (body: unknown) => {
  const parsed = read(body);
  return parsed.ok ? parsed.events : [];
};

describe('an incoming call', () => {
  it('is received and asks what to do', () => {
    const received = {
      ok: true,
      providerCallId: CALL,
      asksForFlow: true,
      events: [
        {
          id: 'received',
          at: NOW,
          clock: 'provider',
          number: '+33199002000',
          caller: '+33639980001',
          step: { type: 'received' },
        },
      ],
    };
    expect(read(ice)).toEqual(received);
    const { callid, ...rest } = ice;
    expect(read({ ...rest, callId: callid })).toEqual(received);
  });

  it.each(['', 'anonymous', 'private', 'Restricted'])('knows the withheld caller %j', (cli) => {
    expect(eventsOf({ ...ice, cli })).toMatchObject([{ caller: null }]);
  });

  it('knows who forwarded it, but not by the number that was rung', () => {
    expect(eventsOf({ ...ice, rdnis: '33199001234' })).toMatchObject([
      { forwardedFrom: '+33199001234' },
    ]);
    expect(eventsOf({ ...ice, rdnis: '33199002000' })[0]).not.toHaveProperty('forwardedFrom');
  });

  it.each([
    ['2026-11-25T14:00:00.1234567Z', NOW + 123],
    ['2026-11-25T14:00:00', NOW],
  ])('has the time %j', (time, at) => {
    expect(eventsOf({ ...ice, timestamp: time })).toMatchObject([{ at, clock: 'provider' }]);
  });

  it.each([undefined, null, '', 'soon', 1_764_079_200, '2026-99-25T14:00:00Z'])(
    'counts from its arrival with the time %j',
    (time) => {
      const [event] = eventsOf({ ...ice, timestamp: time });
      expect(event).toMatchObject({ at: NOW + 1, clock: 'arrival' });
    },
  );

  it('is taken without numbers that can be read', () => {
    const { cli: _, ...rest } = ice;
    expect(eventsOf({ ...rest, to: { type: 'username', endpoint: 'zoe' } })).toEqual([
      { id: 'received', at: NOW, clock: 'provider', step: { type: 'received' } },
    ]);
  });
});

describe('what follows', () => {
  const common = { callid: CALL, timestamp, version: 1, applicationKey: KEY };
  const dice = {
    ...common,
    event: 'dice',
    reason: 'CALLERHANGUP',
    result: 'ANSWERED',
    debit: { currencyId: 'EUR', amount: 0.0095 },
    to: { type: 'number', endpoint: '33199001234' },
    duration: 12,
    from: '33639980001',
  };

  it('an answered call is a phone that was picked up', () => {
    expect(read({ ...common, event: 'ace' })).toEqual({
      ok: true,
      providerCallId: CALL,
      asksForFlow: false,
      events: [
        {
          id: 'leg:answered',
          at: NOW,
          clock: 'provider',
          step: { type: 'leg', leg: 'dialled', state: 'answered' },
        },
      ],
    });
  });

  it('the end of an answered call proves no pick-up, unless the called phone hung up', () => {
    const ended = {
      id: 'ended',
      at: NOW,
      clock: 'provider',
      step: { type: 'ended', totalSeconds: 12 },
    };
    expect(read(dice)).toMatchObject({ asksForFlow: false, events: [ended] });
    expect(eventsOf({ ...dice, reason: 'MANAGERHANGUP' })).toEqual([ended]);
    expect(eventsOf({ ...dice, reason: 'CALLEEHANGUP' })).toMatchObject([
      { id: 'dialled', step: { type: 'dialled', result: 'answered' } },
      ended,
    ]);
    expect(eventsOf({ ...dice, duration: -1 })).toMatchObject([{ step: { type: 'ended' } }]);
  });

  it.each([
    ['BUSY', 'N/A', 'busy'],
    ['NOANSWER', 'TIMEOUT', 'no-answer'],
    ['NOANSWER', 'CALLEEHANGUP', 'no-answer'],
    ['NOANSWER', 'CANCEL', 'canceled'],
    ['N/A', 'CANCEL', 'canceled'],
    ['N/A', 'TIMEOUT', 'no-answer'],
    ['FAILED', 'GENERALERROR', 'failed'],
    ['FAILED', 'CONGESTION', 'failed'],
  ])('the end %s, %s is %s', (result, reason, verdict) => {
    expect(eventsOf({ ...dice, result, reason, duration: 0 })).toMatchObject([
      { id: 'dialled', step: { type: 'dialled', result: verdict } },
      { id: 'ended' },
    ]);
  });

  it.each([
    [{ type: 'return', value: '1', menuId: 'main', inputMethod: 'dtmf' }, '1'],
    [{ type: 'return', value: 'sales', menuId: 'main' }, null],
    [{ type: 'sequence', value: '1', menuId: 'main' }, null],
    [{ type: 'timeout', menuId: 'main' }, null],
    [{ type: 'hangup', menuId: 'main' }, null],
    [undefined, null],
  ])('the menu result %j is the key %j, and asks what to do', (menuResult, choice) => {
    expect(read({ ...common, event: 'pie', menuResult })).toMatchObject({
      asksForFlow: true,
      next: 'menu-9',
      events: [{ id: `menu:${choice}`, at: NOW, step: { type: 'menu', choice } }],
    });
  });

  it('a notice is no news', () => {
    const notice = { ...common, event: 'notify', type: 'recording_finished' };
    expect(read(notice)).toMatchObject({ ok: true, asksForFlow: false, events: [] });
  });
});

it.each([
  [{ ...ice, callid: undefined }, 'callid is missing or too long'],
  [{ ...ice, callid: 'c'.repeat(129) }, 'callid is missing or too long'],
  [{ ...ice, callid: 7 }, 'callid is missing or too long'],
  [{ ...ice, event: undefined }, 'event is missing or unknown'],
  [{ ...ice, event: 'constructor' }, 'event is missing or unknown'],
  [[ice], 'The body is no JSON object'],
  [null, 'The body is no JSON object'],
])('the body %# is refused by the name of the field', (body, detail) => {
  expect(read(body)).toEqual({ ok: false, code: 'body_invalid', detail });
});

it('an address that goes on after the site key is refused', () => {
  const parsed = sinch.parse({ ...request(), event: 'dial' }, 'FR', NOW);
  expect(parsed).toMatchObject({ ok: false, code: 'body_invalid' });
});

describe('the answer', () => {
  const context = answerContext(URL_DEMO);
  const write = (instructions: Parameters<typeof sinch.answer>[0]) =>
    sinch.answer(instructions, context).json();

  it('connects a phone, which sees the caller', async () => {
    expect(await write([dialInstruction({ ringSeconds: 24.6 })])).toEqual({
      instructions: [],
      action: { name: 'connectPstn', number: '+33199001234', dialTimeout: 25 },
    });
  });

  it('connects by SIP, and shows the tracking number', async () => {
    const callerId = '+33199002000';
    const plain = dialInstruction({ phones: ['sip:desk@pbx.example'], callerId });
    const secure = dialInstruction({ phones: ['sips:desk@pbx.example:5061'] });
    expect(await write([plain])).toMatchObject({
      action: {
        name: 'connectSip',
        destination: { type: 'sip', endpoint: 'desk@pbx.example' },
        cli: callerId,
      },
    });
    expect(await write([secure])).toMatchObject({
      action: { destination: { endpoint: 'desk@pbx.example:5061' }, transport: 'tls' },
    });
  });

  it('says and plays before it does one thing', async () => {
    const ask = { do: 'ask', prompt: { say: 'Press [1];', language: 'en-US' } } as const;
    const instructions = [
      { do: 'say', speech: { say: 'Zoë & "Sons"', language: 'en-GB' } },
      { do: 'say', speech: { play: 'https://shop.example/hello.mp3?a=1&b=2' } },
      { ...ask, waitSeconds: 5, next: 'menu-1' },
    ] as const;
    const keys = [...'0123456789'];
    expect(await write(instructions)).toEqual({
      instructions: [
        { name: 'answer' },
        { name: 'say', text: 'Zoë & "Sons"', locale: 'en-GB' },
        { name: 'playFiles', ids: ['https://shop.example/hello.mp3?a=1&b=2'] },
      ],
      action: {
        name: 'runMenu',
        barge: true,
        locale: 'en-US',
        menus: [
          {
            id: 'main',
            mainPrompt: '#tts[Press ,1,,]',
            repeatPrompt: '#tts[Press ,1,,]',
            repeats: 1,
            timeoutMills: 5_000,
            options: keys.map((key) => ({ dtmf: key, action: `return(${key})` })),
          },
        ],
      },
    });
  });

  it('plays a menu from a file, whose address cannot end the prompt', async () => {
    const prompt = { play: 'https://shop.example/a;b[1].mp3' };
    const menu = { mainPrompt: '#href[https://shop.example/a%3Bb%5B1%5D.mp3]' };
    expect(await write([{ do: 'ask', prompt, waitSeconds: 5, next: 'menu-1' }])).toMatchObject({
      action: { menus: [menu] },
    });
  });

  it('ends the call where nothing is left to do', async () => {
    expect(await write([])).toEqual({ instructions: [], action: { name: 'hangup' } });
  });

  it('is asked for nothing that Sinch cannot do', async () => {
    const document = JSON.stringify(await write(ALL_INSTRUCTIONS));
    expect(document).not.toMatch(/tone|Call from google|record/);
    for (const ability of [
      'challenge',
      'star and hash keys',
      'several phones',
      'whisper',
      'record',
      'voicemail',
      'reject',
    ] as const) {
      expect(sinch.abilities.has(ability)).toBe(false);
    }
  });

  it('to an answered call lets it go on', async () => {
    expect(await sinch.acknowledge().json()).toEqual({ action: { name: 'continue' } });
  });
});

describe('whatever comes, nothing throws', () => {
  it('in the headers and the secret', async () => {
    const ascii = fc.string({ unit: 'grapheme-ascii' });
    const authorization = fc.oneof(
      ascii,
      fc.base64String({ minLength: 44, maxLength: 44 }).map((code) => `application ${KEY}:${code}`),
    );
    await fc.assert(
      fc.asyncProperty(authorization, ascii, ascii, ascii, async (given, time, type, secret) => {
        const sent = request({ time, type }, given);
        expect(await verify(sent, [secret, `${KEY}:${secret}`])).toBe(false);
        sinch.nonce?.(sent);
      }),
      { numRuns: 500 },
    );
  });

  it('in the body', () => {
    const event = fc.constantFrom('ice', 'ace', 'pie', 'dice', 'notify');
    const fields = fc.dictionary(
      fc.constantFrom('cli', 'to', 'rdnis', 'timestamp', 'menuResult', 'result', 'duration'),
      fc.jsonValue(),
    );
    const nearly = fc
      .tuple(event, fields)
      .map(([kind, rest]) => JSON.stringify({ callid: CALL, ...rest, event: kind }));
    const any = fc.oneof(nearly, fc.json(), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(any, (body) => {
        const parsed = sinch.parse({ ...request(), body }, 'FR', NOW);
        if (parsed.ok) expect(parsed.providerCallId).toMatch(/^\P{Cc}{1,128}$/u);
        else expect(parsed.code).toBe('body_invalid');
      }),
      { numRuns: 500 },
    );
  });
});
