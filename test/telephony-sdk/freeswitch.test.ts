import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WebhookRequest } from '../../worker/telephony/provider.ts';
import { freeswitch } from '../../worker/telephony/providers/freeswitch.ts';
import { ALL_INSTRUCTIONS, answerContext, dialInstruction } from '../support/make-answer.ts';

const NOW = 1_764_079_200_000;
const BASE = 'https://calls.example.com/v1/calls/freeswitch/demo';
const SECRET = 'ringtrace:pa:ss wörd';
const CALL = '3f0e2c4a-9d3b-4f55-8a55-0d1c4b6a7e01';
const uepoch = (second: number) => `${NOW + second * 1_000}123`;

const caller = {
  session_id: CALL,
  hostname: 'pbx',
  'Caller-Direction': 'inbound',
  'Caller-Caller-ID-Name': 'Zoë',
  'Caller-Caller-ID-Number': '0639980001',
  'Caller-Destination-Number': '33199002000',
  'Caller-Unique-ID': CALL,
  'Caller-Channel-Created-Time': uepoch(-3),
  'Caller-Channel-Answered-Time': '0',
  'Caller-Privacy-Hide-Number': 'false',
  url: BASE,
};

const basic = (secret: string) => `Basic ${Buffer.from(secret).toString('base64')}`;

function post(fields: Record<string, string>, event?: string): WebhookRequest {
  return {
    method: 'POST',
    url: event === undefined ? BASE : `${BASE}/${event}`,
    headers: new Headers({ authorization: basic(SECRET) }),
    body: new URLSearchParams(fields).toString(),
    event,
  };
}

const read = (fields: Record<string, string>, event?: string) =>
  freeswitch.parse(post(fields, event), 'FR', NOW);
const eventsOf = (fields: Record<string, string>, event?: string) => {
  const parsed = read(fields, event);
  return parsed.ok ? parsed.events : [];
};

function verify(authorization: string | undefined, secrets = [SECRET]) {
  const headers = new Headers(authorization === undefined ? {} : { authorization });
  return freeswitch.verify({ ...post(caller), headers }, secrets, NOW);
}

describe('the user and password', () => {
  it('are taken with either of two secrets, and none that is empty', async () => {
    expect(await verify(basic(SECRET), ['old:one', '', SECRET])).toBe(true);
    expect(await verify(basic('old:one'), ['old:one', SECRET])).toBe(true);
    expect(await verify(basic(SECRET), ['old:one', ''])).toBe(false);
    expect(await verify(basic(''), [''])).toBe(false);
    expect(await verify(basic(SECRET), [])).toBe(false);
  });

  it('are refused where one bit is another', async () => {
    const right = basic(SECRET);
    for (let at = 0; at < right.length; at++) {
      for (let bit = 1; bit < 128; bit *= 2) {
        const other = String.fromCharCode(right.charCodeAt(at) ^ bit);
        // What cannot be in a header never arrives.
        if (/[\0\r\n]/.test(other)) continue;
        // `Basic` may be `basic`.
        if (other.toLowerCase() === right[at]?.toLowerCase() && at < 'Basic'.length) continue;
        expect(await verify(right.slice(0, at) + other + right.slice(at + 1))).toBe(false);
      }
    }
  });

  it.each([
    undefined,
    '',
    'Basic',
    'Basic ',
    basic('ringtrace:'),
    basic('ringtrace'),
    basic(SECRET).replace('Basic', 'Bearer'),
    `${basic(SECRET)}, ${basic(SECRET)}`,
    basic(`${SECRET}x`),
    'Digest username="ringtrace"',
    SECRET,
  ])('are not in the Authorization %j', async (authorization) => {
    expect(await verify(authorization)).toBe(false);
  });
});

describe('the first request of a call', () => {
  const received = {
    ok: true,
    providerCallId: CALL,
    asksForFlow: true,
    events: [
      {
        id: 'received',
        at: NOW - 3_000,
        clock: 'provider',
        number: '+33199002000',
        caller: '+33639980001',
        step: { type: 'received' },
      },
    ],
  };

  it('is received by POST and by GET, and asks how to go on', () => {
    expect(read(caller)).toEqual(received);
    const get = { ...post({}), method: 'GET', url: `${BASE}?${new URLSearchParams(caller)}` };
    expect(freeswitch.parse(get, 'FR', NOW)).toEqual(received);
  });

  it.each([
    { 'Caller-Caller-ID-Number': 'anonymous' },
    { 'Caller-Caller-ID-Number': 'Restricted' },
    { 'Caller-Caller-ID-Number': '' },
    { 'Caller-Caller-ID-Number': '0000000000' },
    { 'Caller-Privacy-Hide-Number': 'true' },
  ])('knows that the number is withheld: %j', (change) => {
    expect(eventsOf({ ...caller, ...change })).toMatchObject([{ caller: null }]);
  });

  it.each(['', '0', '1764079200', 'soon', '-764079200000123', '17640792000001234'])(
    'counts from its arrival with the time %j',
    (time) => {
      const events = eventsOf({ ...caller, 'Caller-Channel-Created-Time': time });
      expect(events).toMatchObject([{ at: NOW, clock: 'arrival' }]);
    },
  );

  it('takes the number from a SIP URI', () => {
    const to = 'sip:+33199002000@pbx.example;user=phone';
    const events = eventsOf({ ...caller, 'Caller-Destination-Number': to });
    expect(events).toMatchObject([{ number: '+33199002000' }]);
  });

  it('does not take a transfer within the dialplan for a forwarded call', () => {
    const [event] = eventsOf({ ...caller, 'Caller-RDNIS': '33199002000' });
    expect(event).not.toHaveProperty('forwardedFrom');
  });
});

describe('the result of a bridge', () => {
  it.each([
    ['SUCCESS', 'answered'],
    ['USER_BUSY', 'busy'],
    ['NO_ANSWER', 'no-answer'],
    ['NO_USER_RESPONSE', 'no-answer'],
    ['CALL_REJECTED', 'no-answer'],
    ['ORIGINATOR_CANCEL', 'canceled'],
    ['NORMAL_TEMPORARY_FAILURE', 'failed'],
    ['failure', 'failed'],
    ['constructor', 'failed'],
  ])('%s is %s', (disposition, result) => {
    const fields = { ...caller, variable_originate_disposition: disposition };
    expect(read(fields, 'dial-ring-0')).toMatchObject({
      asksForFlow: true,
      events: [
        {
          id: 'dialled:dial-ring-0',
          at: NOW,
          clock: 'arrival',
          number: '+33199002000',
          step: { type: 'dialled', result },
        },
      ],
    });
  });

  it('that is not told tells nothing new, but the call goes on', () => {
    expect(read(caller, 'dial-ring-0')).toEqual(read(caller));
  });
});

describe('a key', () => {
  it.each([
    ['1', '1'],
    ['#', '#'],
    ['*', '*'],
    ['invalid', null],
    ['12', null],
    [undefined, null],
  ])('%j that was pressed is %j', (key, choice) => {
    const fields = { ...caller, ...(key === undefined ? {} : { ringtrace_key: key }) };
    expect(read(fields, 'menu-1')).toMatchObject({
      asksForFlow: true,
      events: [{ id: `menu:${choice}`, step: { type: 'menu', choice } }],
    });
  });
});

describe('the end of a call', () => {
  const end = {
    ...caller,
    exiting: 'true',
    variable_originate_disposition: 'SUCCESS',
    variable_progress_uepoch: uepoch(1),
    variable_bridge_uepoch: uepoch(7),
    variable_end_uepoch: uepoch(49),
  };

  it('tells when it rang, was answered and ended, and how long they talked', () => {
    const at = (second: number) => ({ at: NOW + second * 1_000, clock: 'provider' });
    expect(read(end, 'dial-ring-0')).toMatchObject({
      asksForFlow: false,
      events: [
        { id: 'received', ...at(-3) },
        { id: 'leg:ringing', ...at(1), step: { state: 'ringing' } },
        { id: 'leg:answered', ...at(7), step: { state: 'answered' } },
        { id: 'dialled:dial-ring-0', ...at(49), step: { result: 'answered', talkSeconds: 42 } },
        { id: 'ended', ...at(49), step: { type: 'ended', totalSeconds: 52 } },
      ],
    });
  });

  it('tells what the dialplan did by itself while we could not be reached', () => {
    expect(eventsOf(end).map(({ id }) => id)).toContain('dialled');
  });

  it('tells of nothing that never happened', () => {
    const early = {
      ...end,
      variable_originate_disposition: '',
      variable_progress_uepoch: '0',
      variable_bridge_uepoch: '0',
    };
    expect(eventsOf(early, 'menu-1').map(({ id }) => id)).toEqual(['received', 'ended']);
  });

  it('counts from its arrival where no times are told', () => {
    expect(eventsOf({ ...caller, exiting: 'true' }, 'dial-ring-0')).toMatchObject([
      { id: 'received' },
      { id: 'ended', at: NOW, clock: 'arrival', step: { type: 'ended' } },
    ]);
  });
});

it.each([
  [{ ...caller, session_id: '' }, undefined, 'session_id is missing or too long'],
  [{ ...caller, session_id: 'x'.repeat(129) }, undefined, 'session_id is missing or too long'],
  [{}, 'dial-ring-0', 'session_id is missing or too long'],
  [caller, 'whisper', 'No such event'],
  [caller, 'constructor', 'No such event'],
])('%j at %j is refused by the name of the field', (fields, event, detail) => {
  expect(read(fields as Record<string, string>, event)).toEqual({
    ok: false,
    code: 'body_invalid',
    detail,
  });
});

describe('the answer', () => {
  const context = answerContext(BASE);
  const write = async (instructions: Parameters<typeof freeswitch.answer>[0]) =>
    (await freeswitch.answer(instructions, context).text())
      .replace(/^<document type="xml\/freeswitch-httapi"><work>/, '')
      .replace(/<\/work><\/document>$/, '');
  const url = (event: string) => `${BASE}/${event}?a=1&amp;b=2`;

  it('is XML that the module takes', () => {
    for (const response of [freeswitch.answer([], context), freeswitch.acknowledge()]) {
      expect(response.headers.get('content-type')).toMatch(/^text\/xml/);
      expect(response.headers.get('cache-control')).toBe('no-store');
    }
  });

  it('rings a phone, and has the result told', async () => {
    expect(await write([dialInstruction()])).toBe(
      '<execute application="bridge" data="{ignore_early_media=ring_ready,originate_timeout=25}' +
        `sofia/gateway/ringtrace/+33199001234" action="${url('dial-ring-0')}"/>`,
    );
  });

  it('says all that it can', async () => {
    const keys = [...'0123456789*#'].map((key) => `<bind>${key}</bind>`).join('');
    const play = { play: 'https://shop.example/hello.mp3?a=1&b="2"' };
    const file = 'file="https://shop.example/hello.mp3?a=1&amp;b=&quot;2&quot;"';
    const dial = dialInstruction({
      phones: ['+33199001234', 'sip:desk@pbx.example', 'sips:+331@pbx.example:5061'],
      callerId: '+33199002000',
      ringSeconds: 0.2,
    });
    expect(
      await write([
        { do: 'say', speech: play },
        { do: 'ask', prompt: play, waitSeconds: 5, next: 'menu-1' },
        dial,
      ]),
    ).toBe(
      `<answer/><playback ${file}/>` +
        `<answer/><playback ${file} name="ringtrace_key" action="${url('menu-1')}"` +
        ` input-timeout="5000">${keys}</playback>` +
        '<execute application="bridge" data="{ignore_early_media=ring_ready,originate_timeout=1,' +
        'origination_caller_id_number=+33199002000}sofia/gateway/ringtrace/+33199001234,' +
        'sofia/external/desk@pbx.example,sofia/external/sips:+331@pbx.example:5061"' +
        ` action="${url('dial-ring-0')}"/>`,
    );
  });

  it('ends the call where nothing follows, lest the same be asked again', async () => {
    expect(await write([])).toBe('<hangup/>');
    expect(await write([{ do: 'reject' }])).toBe('<hangup cause="USER_BUSY"/>');
    expect(await write([{ do: 'say', speech: { play: 'https://a.example/' } }])).toMatch(
      /<playback file="https:\/\/a.example\/"\/><hangup\/>$/,
    );
  });

  it('passes on nothing that FreeSWITCH would take for an instruction of its own', async () => {
    const phones = ['sip:a@b,{x=y}loopback/1', 'sip:$x@b', 'sip:a|b@c', '+33199001234'];
    expect(await write([dialInstruction({ phones })])).toMatch(
      /data="\{[^{}]*\}sofia\/gateway\/ringtrace\/\+33199001234"/,
    );
  });

  it('leaves out what it cannot do', async () => {
    const document = await write(ALL_INSTRUCTIONS);
    expect(document).not.toMatch(/Zoë|Press 1|tone|whisper|record/);
    for (const ability of ['say', 'whisper', 'record', 'voicemail'] as const) {
      expect(freeswitch.abilities.has(ability)).toBe(false);
    }
  });
});

describe('whatever comes, nothing throws', () => {
  const text = fc.string({ unit: 'binary' });

  it('in the Authorization', async () => {
    const value = fc.oneof(
      fc.string({ unit: 'grapheme-ascii' }),
      fc.base64String().map((code) => `Basic ${code}`),
    );
    await fc.assert(
      fc.asyncProperty(value, async (authorization) => {
        expect(await verify(authorization)).toBe(false);
      }),
    );
  });

  it('in the body or the query', () => {
    const names = fc.constantFrom(...Object.keys(caller), 'exiting', 'variable_end_uepoch');
    const form = fc
      .dictionary(names, fc.oneof(text, fc.constantFrom('true', uepoch(1))))
      .map((fields) => {
        const known = { session_id: CALL, ...fields };
        return Object.entries(known)
          .map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`)
          .join('&');
      });
    const event = fc.constantFrom(undefined, 'dial-ring-0', 'menu-1', 'other');
    fc.assert(
      fc.property(fc.oneof(form, text), event, fc.boolean(), (sent, kind, byGet) => {
        const request = { ...post({}, kind), ...(byGet ? { method: 'GET', url: sent } : {}) };
        const parsed = freeswitch.parse({ ...request, body: sent }, 'FR', NOW);
        if (parsed.ok) expect(parsed.providerCallId).toMatch(/^\P{Cc}{1,128}$/u);
        else expect(parsed.code).toBe('body_invalid');
      }),
      { numRuns: 500 },
    );
  });
});
