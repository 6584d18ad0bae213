import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { summarizeCall } from '../../worker/domain/calls/summarize-call.ts';
import type { WebhookRequest } from '../../worker/telephony/provider.ts';
import { mango } from '../../worker/telephony/providers/mango.ts';
import { ALL_INSTRUCTIONS, answerContext } from '../support/make-answer.ts';

const NOW = Date.parse('2026-11-25T14:00:00Z');
const SECONDS = NOW / 1_000;
const URL_DEMO = 'https://calls.example.com/v1/calls/mango/demo';
const SECRET = 'shop-key:shop:salt=+';
const OTHER = 'shop-key:other-salt';
const ENTRY = 'MzQ1Mzc1MzUxMzoxNjE=';
const LEG = 'MToxMDA3MTYxNToxNjE6Nzc2MTY1NjA4OjE=';

const call = {
  entry_id: ENTRY,
  call_id: LEG,
  timestamp: SECONDS,
  seq: 1,
  call_state: 'Appeared',
  location: 'abonent',
  from: { number: '79001234567' },
  to: { extension: '101', number: 'sip:zoë@shop.mangosip.ru', line_number: '74991234567' },
  dct: { type: 0 },
};
const summary = {
  entry_id: ENTRY,
  call_direction: 1,
  from: { number: '79001234567' },
  to: { extension: '101', number: 'sip:zoë@shop.mangosip.ru' },
  line_number: '74991234567',
  create_time: SECONDS - 60,
  forward_time: SECONDS - 60,
  talk_time: SECONDS - 42,
  end_time: SECONDS,
  entry_result: 1,
  disconnect_reason: 1110,
};
const parties = { number: '+74991234567', caller: '+79001234567' };
const received = {
  id: 'received',
  at: NOW,
  clock: 'provider',
  ...parties,
  step: { type: 'received' },
};

/** https://www.mango-office.ru/upload/api/MangoOffice_VPBX_API_v1.9.pdf */
function signed(json: string, secret = SECRET): Record<'vpbx_api_key' | 'sign' | 'json', string> {
  const key = secret.slice(0, secret.indexOf(':'));
  const salt = secret.slice(secret.indexOf(':') + 1);
  const sign = createHash('sha256')
    .update(key + json + salt)
    .digest('hex');
  return { vpbx_api_key: key, sign, json };
}

function request(form: Record<string, string>, event: string | undefined): WebhookRequest {
  return {
    method: 'POST',
    url: event === undefined ? URL_DEMO : `${URL_DEMO}/${event}`,
    headers: new Headers({ 'content-type': 'application/x-www-form-urlencoded' }),
    body: new URLSearchParams(form).toString(),
    event,
  };
}

const JSON_TEXT = JSON.stringify(call);
const told = (form: Record<string, string> = signed(JSON_TEXT)) => request(form, 'events/call');
const verify = (sent: WebhookRequest, secrets = [SECRET]) => mango.verify(sent, secrets, NOW);

function read(body: unknown, event: string | undefined = 'events/call', country = 'RU') {
  return mango.parse(request(signed(JSON.stringify(body)), event), country, NOW);
}

function eventsOf(body: unknown, event?: string) {
  const parsed = read(body, event);
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.events;
}

/** The text with one bit of one character changed, for every bit of ASCII and every character. */
function* withOneBitChanged(text: string): Generator<string> {
  for (let at = 0; at < text.length; at++) {
    for (let bit = 1; bit < 128; bit *= 2) {
      const changed = String.fromCharCode(text.charCodeAt(at) ^ bit);
      yield text.slice(0, at) + changed + text.slice(at + 1);
    }
  }
}

describe('the signature', () => {
  it('is key, text and salt in one, hashed', async () => {
    // From `printf '%s' 'key{"a":1}salt' | sha256sum`.
    const sign = '0a14249b7c9fe83386698debbe9dd7e4a3c0adca8a825e1b5b6d2ed4dfb58f00';
    const form = { vpbx_api_key: 'key', sign, json: '{"a":1}' };
    expect(await verify(told(form), ['key:salt'])).toBe(true);
    expect(await verify(told(form), ['key:salts'])).toBe(false);
  });

  it('may be by either of two secrets, and never by an empty or malformed one', async () => {
    const odd = ['', ':', 'shop-key', 'shop-key:', ':shop:salt=+'];
    for (const secret of [SECRET, OTHER]) {
      const sent = told(signed(JSON_TEXT, secret));
      expect(await verify(sent, [...odd, OTHER, SECRET])).toBe(true);
      expect(await verify(sent, odd)).toBe(false);
    }
    expect(await verify(told(signed(JSON_TEXT, OTHER)))).toBe(false);
    expect(await verify(told(signed(JSON_TEXT, 'shop-key:')), ['shop-key:'])).toBe(false);
  });

  it('holds for any text whatever, none too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (json) => {
        expect(await verify(told(signed(json)))).toBe(true);
      }),
    );
    expect(await verify(told(signed('')))).toBe(true);
  });

  it.each(['vpbx_api_key', 'sign', 'json'] as const)('fails by one bit of %s', async (name) => {
    const form = signed(JSON_TEXT);
    for (const changed of withOneBitChanged(form[name])) {
      expect(await verify(told({ ...form, [name]: changed }))).toBe(false);
    }
    const { [name]: _, ...rest } = form;
    expect(await verify(told(rest))).toBe(false);
  });

  it('is of the text that is read, though the form has another', async () => {
    const sent = told();
    const other = new URLSearchParams({ json: JSON.stringify({ ...call, seq: 7 }) });
    const after = { ...sent, body: `${sent.body}&${other}` };
    expect(await verify(after)).toBe(true);
    expect(mango.parse(after, 'RU', NOW)).toEqual(mango.parse(sent, 'RU', NOW));
    expect(await verify({ ...sent, body: `${other}&${sent.body}` })).toBe(false);
  });

  it('fails in upper case, and on a request by GET', async () => {
    const form = signed(JSON_TEXT);
    expect(await verify(told({ ...form, sign: form.sign.toUpperCase() }))).toBe(false);
    expect(await verify({ ...told(), method: 'GET' })).toBe(false);
  });
});

describe('a leg', () => {
  it('that appears first is the call, received and dialled', () => {
    const { id, step, ...common } = received;
    expect(read(call)).toEqual({
      ok: true,
      providerCallId: ENTRY,
      asksForFlow: false,
      events: [
        { id, ...common, step },
        { id: `leg:${LEG}:1`, ...common, step: { type: 'leg', leg: LEG, state: 'initiated' } },
      ],
    });
  });

  it.each(['ivr', 'queue'])('in the %s is the call, but nobody of the business', (location) => {
    expect(eventsOf({ ...call, location })).toEqual([received]);
    expect(eventsOf({ ...call, location, seq: 2, call_state: 'Connected' })).toEqual([]);
    const left = { ...call, location, seq: 3, call_state: 'Disconnected', disconnect_reason: 1170 };
    expect(eventsOf(left)).toEqual([]);
  });

  it('that follows another is not the beginning', () => {
    const from = { ...call.from, taken_from_call_id: 'another' };
    expect(eventsOf({ ...call, from })).toMatchObject([{ step: { state: 'initiated' } }]);
  });

  it('that is connected again after a hold is another event', () => {
    const connected = { ...call, call_state: 'Connected' };
    const again = { ...connected, seq: 4, timestamp: SECONDS + 60 };
    expect(eventsOf({ ...connected, seq: 2 })).toMatchObject([
      { id: `leg:${LEG}:2`, step: { state: 'answered' } },
    ]);
    expect(eventsOf({ ...call, seq: 3, call_state: 'OnHold' })).toEqual([]);
    expect(eventsOf(again)).toMatchObject([{ id: `leg:${LEG}:4` }]);
  });

  it.each([
    [1111, 'no-answer'],
    ['1111', 'no-answer'],
    [1121, 'busy'],
    [1122, 'no-answer'],
    [1123, 'no-answer'],
    [1131, 'failed'],
    [2240, 'failed'],
    [5003, 'failed'],
  ])('that ended by %j is %s', (reason, state) => {
    const ended = { ...call, seq: 2, call_state: 'Disconnected', disconnect_reason: reason };
    expect(eventsOf(ended)).toMatchObject([{ step: { type: 'leg', leg: LEG, state } }]);
  });

  it.each([undefined, null, '', 1100, 1110, 1120, 1182])(
    'that ended by %j may have been answered or not',
    (disconnect_reason) => {
      const ended = { ...call, seq: 2, call_state: 'Disconnected', disconnect_reason };
      expect(eventsOf(ended)).toEqual([]);
    },
  );

  it.each([
    { from: { extension: '101', number: '74991234567' } },
    { to: { number: '79001234567' } },
    { callback_initiator: 'API' },
    { task_id: 12 },
    { command_id: 'command-1' },
  ])('that is not inbound is no news: %j', (change) => {
    expect(eventsOf({ ...call, ...change })).toEqual([]);
  });

  it('that a command sent on is inbound still', () => {
    const from = { ...call.from, taken_from_call_id: 'another' };
    expect(eventsOf({ ...call, from, command_id: 'command-1' })).toHaveLength(1);
  });

  it('by a SIP line has the number of call tracking, if any', () => {
    const to = { ...call.to, line_number: 'sip:line7@shop.mangosip.ru' };
    expect(eventsOf({ ...call, to })[0]).not.toHaveProperty('number');
    expect(eventsOf({ ...call, to, dct: { type: 1, number: '74997654321' } })).toMatchObject([
      { number: '+74997654321', caller: parties.caller },
      {},
    ]);
  });

  it('without a number of the caller is of one who withheld it', () => {
    expect(eventsOf({ ...call, from: {} })[0]).toMatchObject({ caller: null });
  });

  it('has a Russian line and caller wherever the site is', () => {
    expect(read(call, 'events/call', 'FR')).toMatchObject({ events: [parties, parties] });
  });

  it.each([undefined, null, 0, '', 'soon', -1, 1.5, SECONDS + 3 * 3_600, NOW])(
    'counts from its arrival with the time %j',
    (timestamp) => {
      expect(eventsOf({ ...call, timestamp })).toMatchObject([
        { at: NOW, clock: 'arrival' },
        { at: NOW, clock: 'arrival' },
      ]);
    },
  );

  it('may have numbers in quotes', () => {
    expect(eventsOf({ ...call, timestamp: `${SECONDS}`, seq: '1' })).toEqual(eventsOf(call));
  });
});

describe('the summary', () => {
  const end = (body: unknown) => eventsOf(body, 'events/summary');

  it('tells the whole call', () => {
    const common = { at: NOW, clock: 'provider', ...parties };
    expect(read(summary, 'events/summary')).toEqual({
      ok: true,
      providerCallId: ENTRY,
      asksForFlow: false,
      events: [
        { ...received, at: NOW - 60_000 },
        {
          id: 'dialled',
          ...common,
          step: { type: 'dialled', result: 'answered', talkSeconds: 42 },
        },
        { id: 'ended', ...common, step: { type: 'ended', totalSeconds: 60 } },
      ],
    });
    expect(summarizeCall(end(summary))).toMatchObject({
      outcome: 'answered',
      startedAt: NOW - 60_000,
      answeredAt: NOW - 42_000,
      waitSeconds: 18,
      talkSeconds: 42,
      totalSeconds: 60,
    });
  });

  it.each([
    [1110, 'missed'],
    [1111, 'missed'],
    [1121, 'busy'],
    [1131, 'failed'],
    [1151, 'blocked'],
    [1152, 'blocked'],
    [4502, 'blocked'],
    [1160, 'missed'],
    [1192, 'missed'],
    [2240, 'failed'],
    [undefined, 'missed'],
  ])('of a call that nobody took, by %j, is %s', (disconnect_reason, outcome) => {
    const lost = { ...summary, talk_time: 0, forward_time: 0, entry_result: 0, disconnect_reason };
    expect(summarizeCall(end(lost))).toMatchObject({ outcome, talkSeconds: 0, totalSeconds: 60 });
  });

  it.each([0, 2])('of a call in the direction %d is no news', (call_direction) => {
    expect(end({ ...summary, call_direction })).toEqual([]);
  });

  it('with times that are hours ahead keeps the seconds', () => {
    const ahead = (seconds: number) => seconds + 3 * 3_600;
    const { create_time, talk_time, end_time } = summary;
    const body = {
      ...summary,
      create_time: ahead(create_time),
      talk_time: ahead(talk_time),
      end_time: ahead(end_time),
    };
    expect(end(body)).toMatchObject([
      { id: 'dialled', at: NOW, clock: 'arrival', step: { talkSeconds: 42 } },
      { id: 'ended', at: NOW, clock: 'arrival', step: { totalSeconds: 60 } },
    ]);
  });

  it('without times has no seconds', () => {
    const { create_time: _, talk_time: __, end_time: ___, ...rest } = summary;
    expect(end(rest).map(({ step }) => step)).toEqual([
      { type: 'dialled', result: 'answered' },
      { type: 'ended' },
    ]);
  });
});

it.each([
  'events/recording',
  'events/dtmf',
  'events/record/added',
  'events/sms',
  'result/callback',
])('%s is heard, and no news', (event) => {
  const heard = { ok: true, asksForFlow: false, events: [] };
  expect(read({ entry_id: ENTRY }, event)).toEqual({ ...heard, providerCallId: ENTRY });
  expect(read({ command_id: 'command-1' }, event)).toMatchObject(heard);
});

it.each([
  [{ ...call, entry_id: undefined }, 'events/call', 'entry_id is missing or too long'],
  [{ ...call, entry_id: 'e'.repeat(129) }, 'events/call', 'entry_id is missing or too long'],
  [{ ...call, call_id: 7 }, 'events/call', 'call_id is missing or too long'],
  [{ ...call, call_state: 'Lost' }, 'events/call', 'call_state is missing or unknown'],
  [{ ...call, location: undefined }, 'events/call', 'location is missing or unknown'],
  [{ ...summary, entry_id: '' }, 'events/summary', 'entry_id is missing or too long'],
  [{ ...summary, call_direction: 3 }, 'events/summary', 'call_direction is missing or unknown'],
  [{ ...summary, entry_result: 'yes' }, 'events/summary', 'entry_result is missing or unknown'],
  [[call], 'events/call', 'json is missing or no JSON object'],
  [null, 'events/summary', 'json is missing or no JSON object'],
  [call, 'dial', 'The path must end with events/call or events/summary'],
  [call, 'events', 'The path must end with events/call or events/summary'],
])('the body %# is refused by the name of the field', (body, event, detail) => {
  expect(read(body, event)).toEqual({ ok: false, code: 'body_invalid', detail });
});

it('the address without what Mango adds is refused', () => {
  const sent = request(signed(JSON_TEXT), undefined);
  expect(mango.parse(sent, 'RU', NOW)).toMatchObject({ ok: false, code: 'body_invalid' });
});

it('the answer says nothing, whatever is asked for', async () => {
  for (const answer of [
    mango.answer(ALL_INSTRUCTIONS, answerContext(URL_DEMO)),
    mango.acknowledge(),
  ]) {
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('');
  }
  expect(mango.abilities.size).toBe(0);
  expect(mango.nonce).toBeUndefined();
});

describe('whatever comes, nothing throws', () => {
  it('in the form and the secret', async () => {
    const any = fc.string({ unit: 'binary' });
    await fc.assert(
      fc.asyncProperty(any, any, any, any, async (body, sign, json, secret) => {
        const form = { vpbx_api_key: 'shop-key', sign, json };
        expect(await verify(told(form), [secret, `shop-key:${secret}`])).toBe(false);
        expect(await verify({ ...told(), body }, [secret])).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('in the body', () => {
    const names = [...Object.keys(call), ...Object.keys(summary)];
    const changes = fc.dictionary(fc.constantFrom(...names), fc.jsonValue());
    const nearly = changes.map((change) => JSON.stringify({ ...call, ...summary, ...change }));
    const json = fc.oneof(nearly, fc.json(), fc.string({ unit: 'binary' }));
    const event = fc.oneof(
      fc.constantFrom('events/call', 'events/summary', 'events/sms', undefined),
      fc.string(),
    );
    fc.assert(
      fc.property(json, event, (text, kind) => {
        const parsed = mango.parse(request(signed(text), kind), 'RU', NOW);
        if (parsed.ok) expect(parsed.providerCallId).toMatch(/^\P{Cc}{1,128}$/u);
        else expect(parsed.code).toBe('body_invalid');
      }),
      { numRuns: 500 },
    );
  });
});
