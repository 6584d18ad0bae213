import type { Speech } from '../../domain/flows/flow.ts';
import type { Instruction } from '../../domain/flows/instruction.ts';
import { readPosition } from '../../domain/flows/position.ts';
import type { AnswerContext } from '../provider.ts';

type Action = Readonly<Record<string, unknown>>;
type Of<Do extends Instruction['do']> = Extract<Instruction, { do: Do }>;

/**
 * The dial that most calls begin with. Its news goes to the event URL of the application, as that of every
 * dial did before there were flows.
 */
export const FIRST_DIAL = 'dial-ring-0';

/**
 * Instructions as an NCCO, whose actions are done one after the other; after the last the call ends. So a
 * `connect` is always the last: whatever followed it would be done after a conversation, too.
 *
 * https://developer.vonage.com/en/voice/voice-api/ncco-reference
 */
export function renderNcco(
  instructions: readonly Instruction[],
  context: AnswerContext,
): readonly Action[] {
  const last = instructions.findIndex((each) => each.do === 'dial');
  const done = last === -1 ? instructions : instructions.slice(0, last + 1);
  return done.flatMap((each) => actions(each, context));
}

function actions(instruction: Instruction, context: AnswerContext): Action[] {
  switch (instruction.do) {
    case 'say':
      return [speak(instruction.speech)];
    case 'ask':
      return ask(instruction, context);
    case 'dial':
      return [...record(instruction, context), connect(instruction, context)];
    case 'take message':
      return takeMessage(instruction, context);
    // No action does that; with nothing to do the call ends.
    case 'reject':
      return [];
  }
}

/**
 * https://developer.vonage.com/en/voice/voice-api/ncco-reference#talk
 * https://developer.vonage.com/en/voice/voice-api/ncco-reference#stream
 */
function speak(speech: Speech): Action {
  if ('play' in speech) return { action: 'stream', streamUrl: [speech.play] };
  return { action: 'talk', text: speech.say, language: speech.language };
}

/**
 * A key may be pressed while the prompt is heard (`bargeIn`); it is waited for 10 seconds at most.
 * https://developer.vonage.com/en/voice/voice-api/ncco-reference#input
 */
function ask({ prompt, waitSeconds, next }: Of<'ask'>, { callbackUrl }: AnswerContext): Action[] {
  return [
    { ...speak(prompt), bargeIn: true },
    {
      action: 'input',
      type: ['dtmf'],
      dtmf: { maxDigits: 1, timeOut: within(1, waitSeconds, 10) },
      ...posted(callbackUrl(next)),
    },
  ];
}

/**
 * Connects the caller, whose number the business sees as if it had been dialled directly. `synchronous`, for
 * then an attempt that failed may be answered with what to do next. Vonage takes 1 to 120 seconds of ringing.
 *
 * https://developer.vonage.com/en/voice/voice-api/ncco-reference#connect
 * https://developer.vonage.com/en/voice/voice-api/guides/numbers: numbers without a plus, and which may
 * be shown
 */
function connect({ phones, ringSeconds, callerId, next }: Of<'dial'>, context: AnswerContext) {
  const from = callerId ?? context.caller ?? context.number;
  return {
    action: 'connect',
    endpoint: [endpoint(phones[0] ?? '')],
    ...(from === null ? {} : { from: withoutPlus(from) }),
    timeout: within(1, ringSeconds, 120),
    eventType: 'synchronous',
    ...posted(context.callbackUrl(next === FIRST_DIAL ? 'event' : next)),
  };
}

/**
 * `sips:` is written as `sip:` with the transport that it stands for.
 * https://developer.vonage.com/en/voice/voice-api/ncco-reference#endpoint-types-and-values
 */
function endpoint(phone: string): Action {
  if (!phone.startsWith('sip')) return { type: 'phone', number: withoutPlus(phone) };
  const uri = phone.startsWith('sips:') ? `${phone.replace('sips:', 'sip:')};transport=tls` : phone;
  return { type: 'sip', uri };
}

/**
 * Without an end of its own the recording goes on until the call ends, so the first attempt starts it for
 * all that follow.
 * https://developer.vonage.com/en/voice/voice-api/ncco-reference#record
 */
function record(dial: Of<'dial'>, { callbackUrl }: AnswerContext): Action[] {
  const position = readPosition(dial.next);
  const isFirst = position?.at === 'dial' && position.attempt === 0;
  if (!dial.record || !isFirst) return [];
  return [
    { action: 'record', split: 'conversation', channels: 2, ...posted(callbackUrl('recording')) },
  ];
}

/**
 * With a time or a key that ends it, the recording is waited for.
 * https://developer.vonage.com/en/voice/voice-api/ncco-reference#record: 3 to 7200 seconds
 */
function takeMessage(message: Of<'take message'>, { callbackUrl }: AnswerContext): Action[] {
  return [
    speak(message.prompt),
    {
      action: 'record',
      beepStart: true,
      endOnKey: '#',
      timeOut: within(3, message.maxSeconds, 7_200),
      ...posted(callbackUrl(message.next)),
    },
  ];
}

function posted(url: string) {
  return { eventUrl: [url], eventMethod: 'POST' };
}

function within(least: number, seconds: number, most: number): number {
  return Math.min(most, Math.max(least, Math.round(seconds)));
}

function withoutPlus(number: string): string {
  return number.replace(/^\+/, '');
}
