import type { Instruction } from '../../worker/domain/flows/instruction.ts';
import type { AnswerContext } from '../../worker/telephony/provider.ts';

/** What a provider is told where the site's owner has said nothing: to ring one phone. */
export function dialInstruction(
  change: Partial<Extract<Instruction, { do: 'dial' }>> = {},
): Instruction {
  return {
    do: 'dial',
    phones: ['+33199001234'],
    ringSeconds: 25,
    callerId: null,
    whisper: null,
    record: false,
    next: 'dial-ring-0',
    ...change,
  };
}

export function messageInstruction(): Instruction {
  return {
    do: 'take message',
    prompt: { say: 'After the tone.', language: 'en-US' },
    maxSeconds: 90,
    next: 'message',
  };
}

/** A call from a mobile phone to a tracking number. @param base the site's webhook */
export function answerContext(base: string): AnswerContext {
  return {
    caller: '+33639980001',
    number: '+33199002000',
    callbackUrl: (event) => `${base}/${event}?a=1&b=2`,
    secrets: ['old:secret', 'shop:p<a>:ss'],
  };
}

/** One of each thing that flows can ask for, with all that it can have. */
export const ALL_INSTRUCTIONS: readonly Instruction[] = [
  { do: 'reject' },
  { do: 'say', speech: { say: 'Zoë & Sons <open>', language: 'en-GB' } },
  { do: 'say', speech: { play: 'https://shop.example/hello.mp3?a=1&b=2' } },
  { do: 'ask', prompt: { say: 'Press 1.', language: 'en-US' }, waitSeconds: 5, next: 'menu-1' },
  dialInstruction({
    phones: ['+33199001234', 'sip:desk@pbx.example'],
    callerId: '+33199002000',
    whisper: { say: 'Call from google', language: 'en-US' },
    record: true,
  }),
  messageInstruction(),
];
