import fc from 'fast-check';
import plivoSdk from 'plivo';
import { describe, expect, it } from 'vitest';
import { ALL_ABILITIES } from '../../worker/domain/flows/flow-problems.ts';
import type { Instruction } from '../../worker/domain/flows/instruction.ts';
import { plivo } from '../../worker/telephony/providers/plivo.ts';
import { ALL_INSTRUCTIONS, answerContext, dialInstruction } from '../support/make-answer.ts';
import {
  CALL,
  INBOUND,
  NOW,
  type Params,
  read,
  URL_DEMO,
  v2,
  v3,
  verify,
} from './plivo-requests.ts';

describe('bad requests', () => {
  it.each([
    [undefined, {}, 'CallUUID'],
    [undefined, { CallUUID: 'x'.repeat(129) }, 'CallUUID'],
    ['hangup', { Event: 'Hangup' }, 'CallUUID'],
    ['dial', { DialStatus: 'completed' }, 'CallUUID'],
    ['leg', { DialAction: 'answer' }, 'DialALegUUID'],
    ['leg', { DialALegUUID: CALL, DialAction: 'secret' }, 'DialAction'],
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
