import { Connect, ConnectEventType, Input, NCCOBuilder, Record, Stream, Talk } from '@vonage/voice';
import { describe, expect, it } from 'vitest';
import type { Instruction } from '../../worker/domain/flows/instruction.ts';
import { vonage } from '../../worker/telephony/providers/vonage.ts';
import { answerContext, dialInstruction, messageInstruction } from '../support/make-answer.ts';
import { ANSWER_URL } from '../support/vonage-webhook.ts';

/** The builder takes what is optional by its place: this is left out. */
const _ = undefined;
type Action = { serializeToNCCO(): Parameters<NCCOBuilder['addAction']>[0] };

const context = answerContext(ANSWER_URL);
const at = context.callbackUrl;
const written = (...instructions: readonly Instruction[]) =>
  vonage.answer(instructions, context).json();

function built(...actions: Action[]) {
  const ncco = new NCCOBuilder();
  for (const action of actions) ncco.addAction(action.serializeToNCCO());
  return ncco.build();
}

const DESK = { type: 'phone', number: '33199001234' } as const;
const CALLER = '33639980001';

function connect(endpoint: typeof DESK | { type: 'sip'; uri: string }, from: string, url: string) {
  const { SYNCHRONOUS } = ConnectEventType;
  return new Connect(endpoint, from, _, SYNCHRONOUS, 25, _, _, url, 'POST');
}

describe("the NCCO is the one that Vonage's own builder would write:", () => {
  it('of what is said and played', async () => {
    expect(
      await written(
        { do: 'say', speech: { say: 'Zoë & "Sons" <open>', language: 'en-GB' } },
        { do: 'say', speech: { play: 'https://shop.example/hello.mp3?a=1&b=2' } },
      ),
    ).toEqual(
      built(
        new Talk('Zoë & "Sons" <open>', _, _, _, 'en-GB'),
        new Stream('https://shop.example/hello.mp3?a=1&b=2'),
      ),
    );
  });

  it('of menus, spoken and played, in which a key may be pressed at once', async () => {
    const ask = { do: 'ask', waitSeconds: 5, next: 'menu-1' } as const;
    const input = new Input({ maxDigits: 1, timeOut: 5 }, _, at('menu-1'), 'POST');
    const say = { say: 'Press 1.', language: 'fr-FR' };
    expect(await written({ ...ask, prompt: say })).toEqual(
      built(new Talk('Press 1.', true, _, _, 'fr-FR'), input),
    );
    const play = 'https://shop.example/menu.mp3';
    expect(await written({ ...ask, prompt: { play } })).toEqual(
      built(new Stream(play, _, true), input),
    );
  });

  it('of a phone that is rung, under the number of the caller or another', async () => {
    expect(await written(dialInstruction())).toEqual(built(connect(DESK, CALLER, at('event'))));
    const dial = dialInstruction({ callerId: '+33199002000', next: 'dial-ring-1' });
    expect(await written(dial)).toEqual(built(connect(DESK, '33199002000', at('dial-ring-1'))));
  });

  it('of SIP', async () => {
    const uri = 'sip:desk@pbx.example;transport=tls';
    const dial = dialInstruction({ phones: ['sips:desk@pbx.example'], next: 'dial-closed-0' });
    expect(await written(dial)).toEqual(
      built(connect({ type: 'sip', uri }, CALLER, at('dial-closed-0'))),
    );
  });

  it('of a conversation that is recorded', async () => {
    expect(await written(dialInstruction({ record: true }))).toEqual(
      built(
        new Record(_, 'conversation', 2, _, _, _, _, at('recording'), 'POST'),
        connect(DESK, CALLER, at('event')),
      ),
    );
  });

  it.each([
    [90, 90],
    [1, 3],
    [9_999, 7_200],
  ])('of a message of %d s at the most', async (maxSeconds, taken) => {
    const message = { ...messageInstruction(), maxSeconds } as Instruction;
    expect(await written(message)).toEqual(
      built(
        new Talk('After the tone.', _, _, _, 'en-US'),
        // Of other keys and times it would throw.
        new Record(_, _, _, _, '#', taken, true, at('message'), 'POST'),
      ),
    );
  });

  it('of a call that is over, or turned away', async () => {
    expect(await written()).toEqual(built());
    expect(await written({ do: 'reject' })).toEqual(built());
  });
});
