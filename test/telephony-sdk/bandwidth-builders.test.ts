import { Bxml } from 'bandwidth-sdk';
import { describe, expect, it } from 'vitest';
import { create } from 'xmlbuilder2';
import type { Instruction } from '../../worker/domain/flows/instruction.ts';
import { bandwidth } from '../../worker/telephony/providers/bandwidth.ts';
import { answerContext, dialInstruction, messageInstruction } from '../support/make-answer.ts';

const context = answerContext('https://calls.example.com/v1/calls/bandwidth/demo');
const at = context.callbackUrl;
const login = { username: 'shop', password: 'p<a>:ss' };

/** As the parser that comes with the SDK reads it: the order of attributes, and how signs are escaped, say nothing. */
function read(document: string): object {
  return create(document).end({ format: 'object', group: false });
}

async function written(...instructions: readonly Instruction[]): Promise<object> {
  return read(await bandwidth.answer(instructions, context).text());
}

/** Not by `toBxml`, which takes `<open>` in a text for markup of a voice. */
function built(...verbs: NonNullable<ConstructorParameters<typeof Bxml.Response>[0]>[]): object {
  return read(new Bxml.Response(verbs.flat()).generateXml().end());
}

function transfer(callTimeout: number, change: Bxml.TransferAttributes = {}) {
  const told = { transferCompleteUrl: at('dial-ring-0'), ...login };
  return new Bxml.Transfer({ callTimeout, ...told, ...change });
}

describe("the document is the one that Bandwidth's own builder would write:", () => {
  it('of what is said and played', async () => {
    expect(
      await written(
        { do: 'say', speech: { say: `Zoë's "Sons" & <open>`, language: 'en-GB' } },
        { do: 'say', speech: { play: 'https://shop.example/hello.mp3?a=1&b=2' } },
        { do: 'say', speech: { say: 'Hallo', language: 'nl-NL' } },
      ),
    ).toEqual(
      built(
        new Bxml.SpeakSentence(`Zoë's "Sons" & <open>`, { locale: 'en_UK' }),
        new Bxml.PlayAudio('https://shop.example/hello.mp3?a=1&b=2'),
        new Bxml.SpeakSentence('Hallo'),
      ),
    );
  });

  it('of menus, spoken and played', async () => {
    const ask = { do: 'ask', waitSeconds: 5, next: 'menu-1' } as const;
    const asked = { gatherUrl: at('menu-1'), maxDigits: 1, firstDigitTimeout: 5, ...login };
    const play = 'https://shop.example/menu.mp3';
    expect(
      await written(
        { ...ask, prompt: { say: 'Press 1.', language: 'fr' } },
        { ...ask, prompt: { play } },
      ),
    ).toEqual(
      built(
        new Bxml.Gather(asked, new Bxml.SpeakSentence('Press 1.', { locale: 'fr' })),
        new Bxml.Gather(asked, new Bxml.PlayAudio(play)),
      ),
    );
  });

  it('of a phone that is rung under the number of the caller', async () => {
    const dial = transfer(25);
    const leg = { transferDisconnectUrl: at('leg'), ...login };
    dial.addTransferRecipients(new Bxml.PhoneNumber('+33199001234', leg));
    expect(await written(dialInstruction())).toEqual(built(dial));
  });

  it('of phones and SIP that are rung at once, under another number, and told who calls', async () => {
    const dial = transfer(300, { transferCallerId: '+33199002000' });
    const whisper = `${at('whisper')}&say=Call+from+google&language=en-US`;
    const leg = { transferAnswerUrl: whisper, transferDisconnectUrl: at('leg'), ...login };
    dial.addTransferRecipients([
      new Bxml.PhoneNumber('+33199001234', leg),
      new Bxml.SipUri('sip:desk@pbx.example;transport=tls', leg),
      new Bxml.PhoneNumber('+33199001235', leg),
    ]);
    expect(
      await written(
        dialInstruction({
          phones: ['+33199001234', 'sip:desk@pbx.example;transport=tls', '+33199001235'],
          ringSeconds: 999,
          callerId: '+33199002000',
          whisper: { say: 'Call from google', language: 'en-US' },
        }),
      ),
    ).toEqual(built(dial));
  });

  it('of a message', async () => {
    const url = at('message');
    expect(await written(messageInstruction())).toEqual(
      built(
        new Bxml.SpeakSentence('After the tone.', { locale: 'en_US' }),
        new Bxml.Record({
          recordCompleteUrl: url,
          recordingAvailableUrl: url,
          maxDuration: 90,
          terminatingDigits: '#',
          ...login,
        }),
      ),
    );
  });

  it('of a call that is turned away, or over', async () => {
    expect(await written({ do: 'reject' })).toEqual(built(new Bxml.Hangup()));
    expect(await written()).toEqual(built());
  });
});
