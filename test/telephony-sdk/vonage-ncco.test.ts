import { describe, expect, it } from 'vitest';
import { vonage } from '../../worker/telephony/providers/vonage.ts';
import { ALL_INSTRUCTIONS, answerContext, dialInstruction } from '../support/make-answer.ts';
import { ANSWER_URL } from '../support/vonage-webhook.ts';

describe('the answer', () => {
  const context = answerContext(ANSWER_URL);
  const posted = (event: string) => ({
    eventUrl: [`${ANSWER_URL}/${event}?a=1&b=2`],
    eventMethod: 'POST',
  });
  const ncco = (instructions: typeof ALL_INSTRUCTIONS, of = context) =>
    vonage.answer(instructions, of).json();
  const one = (change: Parameters<typeof dialInstruction>[0]) => ncco([dialInstruction(change)]);
  const connect = {
    action: 'connect',
    endpoint: [{ type: 'phone', number: '33199001234' }],
    from: '33639980001',
    timeout: 25,
    eventType: 'synchronous',
    ...posted('event'),
  };

  /** Written out as https://developer.vonage.com/en/voice/voice-api/ncco-reference says. */
  it('is the NCCO that the documents describe', async () => {
    const [reject, hello, music, ask, dial, message] = ALL_INSTRUCTIONS;
    if (!reject || !hello || !music || !ask || !dial || !message) throw new Error('one is missing');
    const response = vonage.answer([reject, hello, music, ask], context);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await response.json()).toEqual([
      { action: 'talk', text: 'Zoë & Sons <open>', language: 'en-GB' },
      { action: 'stream', streamUrl: ['https://shop.example/hello.mp3?a=1&b=2'] },
      { action: 'talk', text: 'Press 1.', language: 'en-US', bargeIn: true },
      {
        action: 'input',
        type: ['dtmf'],
        dtmf: { maxDigits: 1, timeOut: 5 },
        ...posted('menu-1'),
      },
    ]);
    expect(await ncco([dial])).toEqual([
      { action: 'record', split: 'conversation', channels: 2, ...posted('recording') },
      { ...connect, from: '33199002000' },
    ]);
    expect(await ncco([message])).toEqual([
      { action: 'talk', text: 'After the tone.', language: 'en-US' },
      {
        action: 'record',
        beepStart: true,
        endOnKey: '#',
        timeOut: 90,
        ...posted('message'),
      },
    ]);
  });

  it('connects the business and shows the caller', async () => {
    expect(await one({ ringSeconds: 24.6 })).toEqual([connect]);
  });

  it('to a later attempt is asked for by its own name, as is that of another branch', async () => {
    for (const next of ['dial-ring-1', 'dial-closed-0', 'dial-2-0']) {
      expect(await one({ next })).toEqual([{ ...connect, ...posted(next) }]);
    }
  });

  it.each([
    ['sip:desk@pbx.example', 'sip:desk@pbx.example'],
    ['sips:desk@pbx.example', 'sip:desk@pbx.example;transport=tls'],
  ])('connects %s', async (phone, uri) => {
    expect(await one({ phones: [phone] })).toEqual([
      { ...connect, endpoint: [{ type: 'sip', uri }] },
    ]);
  });

  it('shows the tracking number for a caller who withholds theirs, and nobody without either', async () => {
    const dial = [dialInstruction()];
    expect(await ncco(dial, { ...context, caller: null })).toEqual([
      { ...connect, from: '33199002000' },
    ]);
    const [shown] = (await ncco(dial, { ...context, caller: null, number: null })) as [object];
    expect(shown).not.toHaveProperty('from');
  });

  it.each([
    [0, 1],
    [999, 120],
  ])('rings %d seconds as %d', async (ringSeconds, timeout) => {
    expect(await one({ ringSeconds })).toEqual([{ ...connect, timeout }]);
  });

  it('waits for a key and records a message for as long as Vonage can', async () => {
    const prompt = { say: 'Yes?', language: 'en-US' };
    const ask = { do: 'ask', prompt, waitSeconds: 60, next: 'menu-2' } as const;
    expect(await ncco([ask])).toMatchObject([{}, { dtmf: { timeOut: 10 } }]);
    const message = { do: 'take message', prompt, maxSeconds: 1, next: 'message' } as const;
    expect(await ncco([message])).toMatchObject([{}, { timeOut: 3 }]);
  });

  it('starts to record once, for the recording goes on through later attempts', async () => {
    expect(await one({ record: true, next: 'dial-2-0' })).toMatchObject([
      { action: 'record' },
      { action: 'connect' },
    ]);
    expect(await one({ record: true, next: 'dial-2-1' })).toMatchObject([{ action: 'connect' }]);
  });

  it('has nothing after a connect, for it would be done after a conversation', async () => {
    const written = (await ncco([...ALL_INSTRUCTIONS, ...ALL_INSTRUCTIONS])) as {
      action: string;
    }[];
    expect(written.findIndex(({ action }) => action === 'connect')).toBe(written.length - 1);
  });

  it('without anything left to do ends the call', async () => {
    expect(await ncco([])).toEqual([]);
    expect(await ncco([{ do: 'reject' }])).toEqual([]);
  });

  it('to an event is empty, so that nothing is taken for a new NCCO', async () => {
    const response = vonage.acknowledge();
    expect([response.status, await response.text()]).toEqual([204, '']);
  });
});
