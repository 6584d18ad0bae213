import fc from 'fast-check';
import twilioSdk from 'twilio';
import { getExpectedBodyHash, getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { describe, expect, it } from 'vitest';
import { twilio } from '../../worker/telephony/providers/twilio.ts';
import { ALL_INSTRUCTIONS, answerContext } from '../support/make-answer.ts';

const TOKEN = 'demo-twilio-token';
const URL_DEMO = 'http://localhost:8787/v1/calls/twilio/demo';
const PARAMS: Record<string, string> = {
  CallSid: `CA${'1'.repeat(32)}`,
  From: '+33639980001',
  To: '+33199002000',
  CallStatus: 'ringing',
  CallerName: 'Zoë & Sons <b>',
};

type Sent = { method?: string; url: string; params: Record<string, string>; signature: string };

function verify({ method = 'POST', url, params, signature }: Sent, body?: string) {
  const headers = new Headers({ 'x-twilio-signature': signature });
  const form = new URLSearchParams(params).toString();
  return twilio.verify({ method, url, headers, body: body ?? form, event: undefined }, [TOKEN], 0);
}

describe("requests signed by Twilio's SDK", () => {
  it('with a form', async () => {
    const signature = getExpectedTwilioSignature(TOKEN, URL_DEMO, PARAMS);
    expect(await verify({ url: URL_DEMO, params: PARAMS, signature })).toBe(true);
  });

  it('by GET', async () => {
    const url = `${URL_DEMO}?${new URLSearchParams(PARAMS)}`;
    const signature = getExpectedTwilioSignature(TOKEN, url, {});
    expect(await verify({ method: 'GET', url, params: {}, signature })).toBe(true);
  });

  it('with JSON', async () => {
    const body = JSON.stringify(PARAMS);
    const url = `${URL_DEMO}?bodySHA256=${getExpectedBodyHash(body)}`;
    const signature = getExpectedTwilioSignature(TOKEN, url, {});
    expect(await verify({ url, params: {}, signature }, body)).toBe(true);
    expect(await verify({ url, params: {}, signature }, body.replace('ringing', 'rinGing'))).toBe(
      false,
    );
  });

  it('with any form whatever', async () => {
    const text = fc.string({ unit: 'grapheme' });
    const name = text.filter((each) => each !== '' && each !== '__proto__');
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, text), async (params) => {
        const signature = getExpectedTwilioSignature(TOKEN, URL_DEMO, params);
        expect(await verify({ url: URL_DEMO, params, signature })).toBe(true);
      }),
    );
  });
});

describe('a signed request of which one character was changed is refused', () => {
  const signature = getExpectedTwilioSignature(TOKEN, URL_DEMO, PARAMS);
  const change = fc
    .tuple(fc.nat(1_000), fc.constantFrom(...'ABCxyz0189+/=&?: '))
    .map(([index, other]) => (text: string) => {
      const at = index % text.length;
      const character = other === text[at] ? '_' : other;
      return text.slice(0, at) + character + text.slice(at + 1);
    });
  const refused = (tamper: (change: (text: string) => string, name: string) => Sent) =>
    fc.assert(
      fc.asyncProperty(change, fc.constantFrom(...Object.keys(PARAMS)), async (alter, name) => {
        expect(await verify(tamper(alter, name))).toBe(false);
      }),
      { numRuns: 300 },
    );

  it('in the URL', () => refused((alter) => ({ url: alter(URL_DEMO), params: PARAMS, signature })));

  it('in a value', () =>
    refused((alter, name) => {
      const params = { ...PARAMS, [name]: alter(PARAMS[name] ?? '') };
      return { url: URL_DEMO, params, signature };
    }));

  it('in a name', () =>
    refused((alter, name) => {
      const { [name]: value = '', ...rest } = PARAMS;
      return { url: URL_DEMO, params: { ...rest, [alter(name)]: value }, signature };
    }));

  it('in the signature', () =>
    refused((alter) => ({ url: URL_DEMO, params: PARAMS, signature: alter(signature) })));
});

it("answers with the document that Twilio's own builder would write", async () => {
  const context = answerContext(URL_DEMO);
  const action = (event: string) => ({ action: context.callbackUrl(event), method: 'POST' });
  const response = new twilioSdk.twiml.VoiceResponse();
  response.reject({ reason: 'busy' });
  response.say({ language: 'en-GB' }, 'Zoë & Sons <open>');
  response.play('https://shop.example/hello.mp3?a=1&b=2');
  response
    .gather({
      ...action('menu-1'),
      input: ['dtmf'],
      numDigits: 1,
      timeout: 5,
      finishOnKey: '',
      actionOnEmptyResult: true,
    })
    .say({ language: 'en-US' }, 'Press 1.');
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
    url: `${context.callbackUrl('whisper')}&say=Call+from+google&language=en-US`,
  };
  const statusCallbackEvent = ['initiated', 'ringing', 'answered', 'completed'] as const;
  dial.number({ ...leg, statusCallbackEvent: [...statusCallbackEvent] }, '+33199001234');
  dial.sip({ ...leg, statusCallbackEvent: [...statusCallbackEvent] }, 'sip:desk@pbx.example');
  response.say({ language: 'en-US' }, 'After the tone.');
  response.record({ ...action('message'), maxLength: 90, playBeep: true, finishOnKey: '#' });

  const written = await twilio.answer(ALL_INSTRUCTIONS, context).text();
  expect(sortedAttributes(written)).toBe(sortedAttributes(response.toString()));
});

/** Their order says nothing. */
function sortedAttributes(document: string): string {
  return document.replace(
    /<(\w+)((?: [\w]+="[^"]*")+)/g,
    (_, name: string, list: string) =>
      `<${name} ${list
        .trim()
        .split(/(?<=") /)
        .sort()
        .join(' ')}`,
  );
}
