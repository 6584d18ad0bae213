import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hmac, toHex } from '../../../worker/telephony/hmac.ts';
import type { WebhookRequest } from '../../../worker/telephony/provider.ts';
import { generic } from '../../../worker/telephony/providers/generic.ts';
import { answerContext, dialInstruction } from '../../support/make-answer.ts';
import { NOW, tampered, URL_DEMO } from './make-request.ts';

const SECRET = 'demo-generic-secret';
const incoming = {
  v: 1,
  event: 'incoming',
  call: 'pbx-1',
  to: '+33199002000',
  from: '06 39 98 00 01',
};

const request = (body: string, headers: Record<string, string> = {}): WebhookRequest => ({
  method: 'POST',
  url: 'https://calls.example.com/v1/calls/generic/demo',
  headers: new Headers(headers),
  body,
  event: undefined,
});
const signed = async (body: string, timestamp = String(NOW / 1000)) => ({
  'x-ringtrace-timestamp': timestamp,
  'x-ringtrace-signature': toHex(await hmac('SHA-256', SECRET, `${timestamp}.${body}`)),
});
const read = (body: unknown) => generic.parse(request(JSON.stringify(body)), 'FR', NOW);

describe('the signature', () => {
  const body = JSON.stringify(incoming);

  it('is the one that openssl prints', async () => {
    // printf '%s' '1764079200.{"v":1}' | openssl dgst -sha256 -hmac demo-generic-secret
    const known = request('{"v":1}', {
      'x-ringtrace-timestamp': '1764079200',
      'x-ringtrace-signature': '34f00a328d62971f56d0dfe70c0f549bfe27fcd66ae6f54eefdf13e400d81d67',
    });
    expect(await generic.verify(known, [SECRET], NOW)).toBe(true);
  });

  it.each([
    [-301, false],
    [-300, true],
    [0, true],
    [300, true],
    [301, false],
  ])('made %d s from now: %s', async (seconds, accepted) => {
    const headers = await signed(body, String(NOW / 1000 + seconds));
    expect(await generic.verify(request(body, headers), [SECRET], NOW)).toBe(accepted);
  });

  it('accepts any of several secrets, and none that is empty', async () => {
    const sent = request(body, await signed(body));
    expect(await generic.verify(sent, ['new', '', SECRET], NOW)).toBe(true);
    expect(await generic.verify(sent, ['new', ''], NOW)).toBe(false);
    expect(await generic.verify(sent, [], NOW)).toBe(false);
  });

  it.each([
    {},
    { 'x-ringtrace-timestamp': '1764079200' },
    { 'x-ringtrace-timestamp': 'Infinity', 'x-ringtrace-signature': '0'.repeat(64) },
    { 'x-ringtrace-timestamp': '-1', 'x-ringtrace-signature': '0'.repeat(64) },
  ])('is missing or malformed: %j', async (headers) => {
    expect(
      await generic.verify(request(body, headers as Record<string, string>), [SECRET], NOW),
    ).toBe(false);
  });

  it('is refused after any change of a single character', async () => {
    const headers = await signed(body);
    const part = fc.constantFrom('body', 'x-ringtrace-timestamp', 'x-ringtrace-signature');
    const character = fc.constantFrom(...'0123456789abcdefABCDEF {}":+');
    await fc.assert(
      fc.asyncProperty(part, fc.nat(1_000), character, async (changed, index, other) => {
        const parts: Record<string, string> = { body, ...headers };
        parts[changed] = tampered(parts[changed] ?? '', index, other);
        const { body: sent = '', ...sentHeaders } = parts;
        expect(await generic.verify(request(sent, sentHeaders), [SECRET], NOW)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the events', () => {
  it('incoming is received and asks where to connect', () => {
    expect(read({ ...incoming, at: NOW - 1_500 })).toEqual({
      ok: true,
      providerCallId: 'pbx-1',
      asksForFlow: true,
      events: [
        {
          id: 'received',
          at: NOW - 1_500,
          clock: 'provider',
          number: '+33199002000',
          caller: '+33639980001',
          step: { type: 'received' },
        },
      ],
    });
  });

  it('ringing and answered are news of a leg, the main one unless named', () => {
    expect(read({ v: 1, event: 'ringing', call: 'pbx-1' })).toMatchObject({
      asksForFlow: false,
      events: [
        {
          id: 'leg:main:ringing',
          at: NOW,
          clock: 'arrival',
          step: { type: 'leg', leg: 'main', state: 'ringing' },
        },
      ],
    });
    expect(read({ v: 1, event: 'answered', call: 'pbx-1', leg: 'desk-2' })).toMatchObject({
      events: [{ id: 'leg:desk-2:answered' }],
    });
  });

  it.each([
    ['answered', { type: 'dialled', result: 'answered', talkSeconds: 42 }],
    ['missed', { type: 'dialled', result: 'no-answer' }],
    ['busy', { type: 'dialled', result: 'busy' }],
    ['failed', { type: 'dialled', result: 'failed' }],
  ])('ended %s is the verdict and the end', (outcome, step) => {
    const parsed = read({
      v: 1,
      event: 'ended',
      call: 'pbx-1',
      outcome,
      talkSeconds: 42,
      totalSeconds: 50,
    });
    expect(parsed.ok && parsed.events.map((event) => event.step)).toEqual([
      step,
      { type: 'ended', totalSeconds: 50 },
    ]);
  });

  it.each([null, '', 'anonymous'])('from %j is a withheld number', (from) => {
    const parsed = read({ ...incoming, from });
    expect(parsed.ok && parsed.events[0]?.caller).toBeNull();
  });

  it('ignores fields that it does not know', () => {
    expect(read({ ...incoming, queue: 'sales' }).ok).toBe(true);
  });
});

describe('bad bodies', () => {
  it.each([
    ['no version', { ...incoming, v: undefined }],
    ['unknown version', { ...incoming, v: 2 }],
    ['unknown event', { ...incoming, event: 'voicemail' }],
    ['no call', { ...incoming, call: undefined }],
    ['empty call', { ...incoming, call: '\u0000 ' }],
    ['long call', { ...incoming, call: 'x'.repeat(129) }],
    ['number as call', { ...incoming, call: 1 }],
    ['no number', { ...incoming, to: undefined }],
    ['huge number', { ...incoming, to: '1'.repeat(1_000_000) }],
    ['time as text', { ...incoming, at: '2025-11-25' }],
    ['time in seconds', { ...incoming, at: NOW / 1000 }],
    ['time in the future', { ...incoming, at: NOW + 301_000 }],
    ['no outcome', { v: 1, event: 'ended', call: 'pbx-1' }],
    ['unknown outcome', { v: 1, event: 'ended', call: 'pbx-1', outcome: 'happy' }],
    [
      'negative talk',
      { v: 1, event: 'ended', call: 'pbx-1', outcome: 'answered', talkSeconds: -1 },
    ],
    ['an array', [incoming]],
    ['null', null],
  ])('%s', (_name, body) => {
    const parsed = read(body);
    expect(parsed).toMatchObject({ ok: false, code: 'body_invalid' });
    expect(!parsed.ok && parsed.detail.length).toBeLessThanOrEqual(200);
  });

  it.each(['dial', 'whatever', ''])('under a URL that goes on after the site key: %j', (event) => {
    const sent = { ...request(JSON.stringify(incoming)), event };
    expect(generic.parse(sent, 'FR', NOW)).toMatchObject({ ok: false, code: 'body_invalid' });
  });

  it('never throw', () => {
    const nearly = fc.record(
      {
        v: fc.constant(1),
        event: fc.constantFrom('incoming', 'ringing', 'answered', 'ended'),
        call: fc.oneof(fc.string({ unit: 'binary' }), fc.anything()),
        at: fc.oneof(fc.double(), fc.anything()),
        to: fc.oneof(fc.string(), fc.anything()),
        from: fc.anything(),
        outcome: fc.anything(),
      },
      { requiredKeys: ['v', 'event'] },
    );
    const json = fc.oneof(
      fc.json(),
      nearly.map((value) => JSON.stringify(value) ?? ''),
    );
    fc.assert(
      fc.property(fc.oneof(json, fc.string({ unit: 'binary' })), (body) => {
        const parsed = generic.parse(request(body), 'FR', NOW);
        if (parsed.ok) expect(parsed.providerCallId).toMatch(/^\P{Cc}{1,128}$/u);
        else expect(parsed.code).toBe('body_invalid');
      }),
    );
  });
});

describe('what came of an instruction', () => {
  const next = (change: Record<string, unknown>) =>
    read({ v: 1, event: 'next', call: 'pbx-1', next: 'dial-ring-0', ...change });

  it('is asked to be followed by another, from where it says', () => {
    expect(next({ outcome: 'missed' })).toMatchObject({
      asksForFlow: true,
      next: 'dial-ring-0',
      events: [{ id: 'dialled:dial-ring-0', step: { type: 'dialled', result: 'no-answer' } }],
    });
  });

  it('is the key that was pressed in a menu', () => {
    expect(next({ next: 'menu-1', pressed: '2' })).toMatchObject({
      events: [{ id: 'menu:2', step: { type: 'menu', choice: '2' } }],
    });
    expect(next({ next: 'menu-1' })).toMatchObject({ events: [{ step: { choice: null } }] });
  });

  it('is a message', () => {
    const recordingUrl = 'https://pbx.example/1.wav';
    expect(next({ next: 'message', recordingUrl, recordingSeconds: 7 })).toMatchObject({
      events: [{ step: { type: 'recording', of: 'voicemail', url: recordingUrl, seconds: 7 } }],
    });
  });

  it.each([{ pressed: '12' }, { recordingUrl: 'http://pbx.example/1.wav' }, { next: 7 }])(
    'is refused where it is wrong: %j',
    (change) => expect(next(change)).toMatchObject({ ok: false, code: 'body_invalid' }),
  );
});

describe('answers', () => {
  it('tell where to connect, and for how long to ring, and every step of the flow', async () => {
    const said = { do: 'say', speech: { say: 'Hello.', language: 'en' } } as const;
    const instructions = [said, dialInstruction()];
    expect(await generic.answer(instructions, answerContext(URL_DEMO)).json()).toEqual({
      forwardTo: '+33199001234',
      ringSeconds: 25,
      instructions,
    });
  });

  it('tell that there is nobody to connect', async () => {
    expect(await generic.answer([], answerContext(URL_DEMO)).json()).toEqual({
      forwardTo: null,
      ringSeconds: null,
      instructions: [],
    });
  });

  it('acknowledge with 204', () => {
    expect(generic.acknowledge().status).toBe(204);
  });
});
