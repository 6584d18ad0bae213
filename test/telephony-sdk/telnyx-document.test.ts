import twilioSdk from 'twilio';
import { describe, expect, it } from 'vitest';
import { ALL_ABILITIES } from '../../worker/domain/flows/flow-problems.ts';
import { telnyx } from '../../worker/telephony/providers/telnyx.ts';
import { ALL_INSTRUCTIONS, answerContext, dialInstruction } from '../support/make-answer.ts';

const context = answerContext('https://calls.example.com/v1/calls/telnyx/demo');
const answerTo = (...instructions: Parameters<typeof telnyx.answer>[0]) =>
  telnyx.answer(instructions, context).text();

/**
 * Telnyx has no builder; its dialect is that of Twilio, whose builder takes what is Telnyx's own by `addChild`.
 * https://developers.telnyx.com/docs/voice/programmable-voice/texml-verbs
 */
it('answers with the document that the builder would write, in the words of Telnyx', async () => {
  const action = (event: string) => ({ action: context.callbackUrl(event), method: 'POST' });
  const response = new twilioSdk.twiml.VoiceResponse();
  response.reject({ reason: 'busy' });
  response.say({ voice: 'alice', language: 'en-GB' }, 'Zoë & Sons <open>');
  response.play('https://shop.example/hello.mp3?a=1&b=2');
  response
    .gather({
      action: context.callbackUrl('menu-1'),
      input: ['dtmf'],
      numDigits: 1,
      finishOnKey: '',
      timeout: 5,
    })
    .say({ voice: 'alice', language: 'en-US' }, 'Press 1.');
  response.redirect({ method: 'POST' }, context.callbackUrl('menu-1'));
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
  dial.addChild('Number', leg).addText('+33199001234');
  dial.addChild('Sip', leg).addText('sip:desk@pbx.example');
  response.say({ voice: 'alice', language: 'en-US' }, 'After the tone.');
  response.addChild('Record', {
    ...action('message'),
    maxLength: 90,
    playBeep: true,
    finishOnKey: '#',
    channels: 'single',
    recordingStatusCallback: context.callbackUrl('message'),
    recordingStatusCallbackMethod: 'POST',
  });

  const answer = telnyx.answer(ALL_INSTRUCTIONS, context);
  expect(answer.headers.get('content-type')).toBe('text/xml; charset=utf-8');
  expect(await answer.text()).toBe(response.toString());
});

describe('what Telnyx does not take is brought within what it takes:', () => {
  it.each([
    [1, 5],
    [120, 120],
    [600, 120],
  ])('%d s of ringing, %d', async (ringSeconds, timeout) => {
    expect(await answerTo(dialInstruction({ ringSeconds }))).toContain(` timeout="${timeout}"`);
  });

  it.each([
    [0, 1],
    [5, 5],
    [600, 120],
  ])('%d s of waiting for a key, %d', async (waitSeconds, timeout) => {
    const prompt = { play: 'https://shop.example/menu.mp3' };
    expect(await answerTo({ do: 'ask', prompt, waitSeconds, next: 'menu-1' })).toContain(
      ` timeout="${timeout}"><Play>https://shop.example/menu.mp3</Play></Gather>`,
    );
  });

  it('a message of a day, 4 hours', async () => {
    const prompt = { say: 'Speak.', language: 'en-US' };
    expect(
      await answerTo({ do: 'take message', prompt, maxSeconds: 86_400, next: 'message' }),
    ).toContain(' maxLength="14400"');
  });
});

it('escapes what would be markup', async () => {
  expect(await answerTo(dialInstruction({ phones: ['<&">\''] }))).toContain(
    '>&lt;&amp;&quot;&gt;&apos;</Number>',
  );
  expect(await answerTo({ do: 'say', speech: { say: '<Hangup/>', language: '"' } })).toContain(
    ' language="&quot;">&lt;Hangup/&gt;</Say>',
  );
});

it('without anything left to do, and to what asks for nothing, is an empty document', async () => {
  const empty = '<?xml version="1.0" encoding="UTF-8"?><Response/>';
  expect(await answerTo()).toBe(empty);
  const response = telnyx.acknowledge();
  expect(response.status).toBe(200);
  expect(await response.text()).toBe(empty);
});

it('can do all that flows ask for', () => {
  expect(telnyx.abilities).toEqual(ALL_ABILITIES);
});
