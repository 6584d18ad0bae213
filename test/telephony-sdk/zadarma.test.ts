import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { summarizeCall } from '../../worker/domain/calls/summarize-call.ts';
import type { WebhookRequest } from '../../worker/telephony/provider.ts';
import { zadarma } from '../../worker/telephony/providers/zadarma.ts';
import { ALL_INSTRUCTIONS, answerContext } from '../support/make-answer.ts';

const NOW = Date.parse('2026-11-25T14:00:00Z');
const URL_DEMO = 'https://calls.example.com/v1/calls/zadarma/demo';
const SECRET = '5f0c5d2c8a9d4e3b7f61';
const CALL = 'in_4d3c2b1a0f9e8d7c6b5a4d3c2b1a0f9e8d7c6b5a';

type Fields = Readonly<Record<string, string>>;

const inbound = { pbx_call_id: CALL, caller_id: '+33639980001', call_start: '2026-11-25 15:00:00' };
const START = { event: 'NOTIFY_START', ...inbound, called_did: '33199002000' };
const INTERNAL = { ...START, event: 'NOTIFY_INTERNAL', internal: '101' };
const ANSWER = { event: 'NOTIFY_ANSWER', ...inbound, destination: '101', internal: '101' };
const END = {
  ...INTERNAL,
  event: 'NOTIFY_END',
  duration: '42',
  disposition: 'answered',
  status_code: '16',
  is_recorded: '1',
  call_id_with_rec: '1700000000.1234567',
};
const RECORD = {
  event: 'NOTIFY_RECORD',
  pbx_call_id: CALL,
  call_id_with_rec: '1700000000.1234567',
};
const IVR = { ...START, event: 'NOTIFY_IVR' };
const outbound = { pbx_call_id: 'out_1', internal: '101', destination: '33639980001' };
const OUT_START = {
  event: 'NOTIFY_OUT_START',
  ...outbound,
  call_start: '2026-11-25 15:00:00',
};
const OUT_END = { ...OUT_START, event: 'NOTIFY_OUT_END', disposition: 'answered', duration: '9' };

/** What each event signs, as its class says: https://github.com/zadarma/user-api-v1/tree/master/lib/Webhook */
const SIGNED: readonly (readonly [Fields, readonly string[]])[] = [
  [START, ['caller_id', 'called_did', 'call_start']],
  [IVR, ['caller_id', 'called_did', 'call_start']],
  [INTERNAL, ['caller_id', 'called_did', 'call_start']],
  [ANSWER, ['caller_id', 'destination', 'call_start']],
  [END, ['caller_id', 'called_did', 'call_start']],
  [OUT_START, ['internal', 'destination', 'call_start']],
  [OUT_END, ['internal', 'destination', 'call_start']],
  [RECORD, ['pbx_call_id', 'call_id_with_rec']],
];

/** `base64_encode(hash_hmac('sha1', …))`, whose hash is hex. */
function signature(text: string, secret = SECRET): string {
  return Buffer.from(createHmac('sha1', secret).update(text).digest('hex')).toString('base64');
}

function request(fields: Fields, signed?: string): WebhookRequest {
  const headers = new Headers({ 'content-type': 'application/x-www-form-urlencoded' });
  if (signed !== undefined) headers.set('signature', signed);
  const body = new URLSearchParams(fields).toString();
  return { method: 'POST', url: URL_DEMO, headers, body, event: undefined };
}

const verify = (sent: WebhookRequest, secrets = [SECRET]) => zadarma.verify(sent, secrets, NOW);
const read = (fields: Fields) => zadarma.parse(request(fields), 'FR', NOW);

function eventsOf(fields: Fields) {
  const parsed = read(fields);
  if (!parsed.ok) throw new Error(parsed.detail);
  expect(parsed.asksForFlow).toBe(false);
  return parsed.events;
}

describe('the signature', () => {
  it.each(SIGNED)(
    'of event %# covers what is documented, and no change of it',
    async (fields, names) => {
      const signed = signature(names.map((name) => fields[name]).join(''));
      expect(await verify(request(fields, signed))).toBe(true);
      for (const name of names) {
        expect(await verify(request({ ...fields, [name]: `${fields[name]}0` }, signed))).toBe(
          false,
        );
        expect(await verify(request({ ...fields, [name]: '' }, signed))).toBe(false);
      }
    },
  );

  const text = `${START.caller_id}${START.called_did}${START.call_start}`;

  it('takes any of the secrets, and never an empty one', async () => {
    const sent = request(START, signature(text));
    expect(await verify(sent, ['another', SECRET])).toBe(true);
    expect(await verify(sent, ['another', ''])).toBe(false);
    expect(await verify(sent, [])).toBe(false);
    expect(await verify(request(START, signature(text, 'another')))).toBe(false);
  });

  it('is neither missing, nor hex, nor of the bytes, nor in capitals', async () => {
    const mac = createHmac('sha1', SECRET).update(text);
    const hex = mac.digest('hex');
    for (const other of [hex, Buffer.from(hex, 'hex').toString('base64'), '']) {
      expect(await verify(request(START, other))).toBe(false);
    }
    const capitals = Buffer.from(hex.toUpperCase()).toString('base64');
    expect(await verify(request(START, capitals))).toBe(false);
    expect(await verify(request(START))).toBe(false);
  });

  it('is not taken for an event of which it is not known what is signed', async () => {
    for (const event of ['', 'SMS', 'constructor', 'notify_start']) {
      expect(await verify(request({ ...START, event }, signature(text)))).toBe(false);
    }
  });
});

describe('the challenge', () => {
  const ask = (query: string, change: Partial<WebhookRequest> = {}) =>
    zadarma.challenge?.({ ...request({}), method: 'GET', url: `${URL_DEMO}${query}`, ...change });

  it('is shown as it came, as plain text that nobody keeps', async () => {
    const answer = ask('?a=1&zd_echo=4f2b-9.c_7');
    expect(await answer?.text()).toBe('4f2b-9.c_7');
    expect(answer?.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(answer?.headers.get('cache-control')).toBe('no-store');
  });

  it('is nothing that could be a page, nothing long, and no other request', () => {
    const odd = ['', '?zd_echo=', '?zd_echo=%3Cscript%3E', '?zd_echo=a%0Ab', '?zd_echo=%C3%A9'];
    for (const query of [...odd, `?zd_echo=${'a'.repeat(129)}`]) {
      expect(ask(query), query).toBeUndefined();
    }
    expect(ask(`?zd_echo=${'a'.repeat(128)}`)).toBeDefined();
    expect(ask('?zd_echo=1', { method: 'POST' })).toBeUndefined();
    expect(ask('?zd_echo=1', { event: 'dial' })).toBeUndefined();
  });
});

describe('what is told', () => {
  const clock = { at: NOW, clock: 'arrival' } as const;
  const parties = { number: '+33199002000', caller: '+33639980001' };

  it('the start: who rang which number', () => {
    expect(read(START)).toEqual({
      ok: true,
      providerCallId: CALL,
      events: [{ id: 'received', ...clock, ...parties, step: { type: 'received' } }],
      asksForFlow: false,
    });
  });

  it.each(['', 'anonymous', 'Unknown'])(
    'the start by a caller who withheld the number: %j',
    (caller_id) => {
      expect(eventsOf({ ...START, caller_id })).toMatchObject([{ caller: null }]);
    },
  );

  it('an extension that rings, and who picks up', () => {
    const leg = (state: string, name = '101') => ({ type: 'leg', leg: name, state });
    expect(eventsOf(INTERNAL)).toEqual([
      { id: 'leg:101:ringing', ...clock, ...parties, step: leg('ringing') },
    ]);
    expect(eventsOf(ANSWER)).toEqual([{ id: 'leg:101:answered', ...clock, step: leg('answered') }]);
    const { internal: _, ...forwarded } = ANSWER;
    expect(eventsOf({ ...forwarded, destination: '33199001234' })).toMatchObject([
      { step: leg('answered', 'dialled') },
    ]);
  });

  it.each([
    ['answered', 'answered'],
    ['busy', 'busy'],
    ['cancel', 'canceled'],
    ['no answer', 'no-answer'],
    ['failed', 'failed'],
    ['no money', 'failed'],
    ['unallocated number', 'failed'],
    ['no limit', 'failed'],
    ['no day limit', 'failed'],
    ['line limit', 'failed'],
    ['no money, no limit', 'failed'],
  ])('the end: %s', (disposition, result) => {
    expect(eventsOf({ ...END, disposition })).toEqual([
      { id: 'dialled', ...clock, ...parties, step: { type: 'dialled', result } },
      { id: 'ended', ...clock, ...parties, step: { type: 'ended', totalSeconds: 42 } },
    ]);
  });

  it('the end without a verdict: a word that is not known, or nobody who is said to have picked up', () => {
    const { internal: _, ...menu } = END;
    for (const fields of [menu, { ...END, disposition: 'constructor' }]) {
      expect(eventsOf(fields).map(({ id }) => id)).toEqual(['ended']);
    }
    const odd = eventsOf({ ...END, duration: '-1' });
    expect(odd.at(-1)?.step).toEqual({ type: 'ended' });
    // Then whoever picked up decides.
    expect(summarizeCall(eventsOf(menu)).outcome).toBe('missed');
    expect(summarizeCall([...eventsOf(ANSWER), ...eventsOf(menu)]).outcome).toBe('answered');
  });

  it('nothing of menus, recordings and calls that go out', () => {
    const pickedUp = { ...ANSWER, pbx_call_id: 'out_1' };
    for (const fields of [IVR, RECORD, OUT_START, OUT_END, pickedUp]) {
      expect(eventsOf(fields)).toEqual([]);
    }
  });
});

it.each([
  [{}, 'pbx_call_id is missing or too long'],
  [{ ...START, pbx_call_id: '\n ' }, 'pbx_call_id is missing or too long'],
  [{ ...START, pbx_call_id: 'x'.repeat(129) }, 'pbx_call_id is missing or too long'],
  [{ pbx_call_id: CALL }, 'event is missing or unknown'],
  [{ ...START, event: 'NOTIFY_SECRET' }, 'event is missing or unknown'],
])('the form %# is refused by the name of the field', (fields: Fields, detail) => {
  expect(read(fields)).toEqual({ ok: false, code: 'body_invalid', detail });
});

it('an address that goes on after the site key is refused', () => {
  const parsed = zadarma.parse({ ...request(START), event: 'dial' }, 'FR', NOW);
  expect(parsed).toMatchObject({ ok: false, code: 'body_invalid' });
});

it('whatever it is asked for, the answer leaves the call to the PBX', async () => {
  expect(zadarma.abilities.size).toBe(0);
  const answers = [
    zadarma.acknowledge(),
    zadarma.answer(ALL_INSTRUCTIONS, answerContext(URL_DEMO)),
  ];
  for (const answer of answers) {
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('');
  }
});

it('whatever comes, nothing throws', async () => {
  const names = ['internal', 'disposition', 'duration', 'caller_id', 'called_did', 'call_start'];
  const event = fc.constantFrom(...SIGNED.map(([fields]) => fields.event ?? ''));
  const nearly = fc
    .tuple(
      event,
      fc.dictionary(fc.constantFrom(...names, 'zd_echo'), fc.string({ unit: 'binary' })),
    )
    .map(([kind, rest]) =>
      new URLSearchParams({ pbx_call_id: CALL, ...rest, event: kind }).toString(),
    );
  const body = fc.oneof(nearly, fc.string({ unit: 'binary' }), fc.webQueryParameters());
  const given = fc.oneof(
    fc.string({ unit: 'grapheme-ascii' }),
    fc.base64String({ minLength: 56, maxLength: 56 }),
  );
  await fc.assert(
    fc.asyncProperty(body, given, fc.string(), async (sent, signed, secret) => {
      const url = `${URL_DEMO}?${sent}`;
      const each = { ...request({}, signed), body: sent, url };
      expect(await verify(each, [secret, SECRET])).toBe(false);
      zadarma.challenge?.({ ...each, method: 'GET' });
      const parsed = zadarma.parse(each, 'FR', NOW);
      if (parsed.ok) expect(parsed.providerCallId).toMatch(/^\P{Cc}{1,128}$/u);
      else expect(parsed.code).toBe('body_invalid');
    }),
    { numRuns: 500 },
  );
});
