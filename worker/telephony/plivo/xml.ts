import type { Speech } from '../../domain/flows/flow.ts';
import type { Instruction } from '../../domain/flows/instruction.ts';
import type { AnswerContext } from '../provider.ts';
import { whisperUrl } from '../whisper-url.ts';
import { attributes, xml } from '../xml.ts';
import { plivoLanguage } from './language.ts';

type Of<Do extends Instruction['do']> = Extract<Instruction, { do: Do }>;

/**
 * Instructions in Plivo XML. Without any the call ends, if the caller is still there.
 *
 * https://www.plivo.com/docs/voice/xml/overview
 */
export function renderPlivoXml(
  instructions: readonly Instruction[],
  context: AnswerContext,
): string {
  return plivoDocument(instructions.map((each) => element(each, context)).join(''));
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';
export const EMPTY_PLIVO_XML = `${DECLARATION}<Response/>`;

export function plivoDocument(elements: string): string {
  return elements === '' ? EMPTY_PLIVO_XML : `${DECLARATION}<Response>${elements}</Response>`;
}

function element(instruction: Instruction, context: AnswerContext): string {
  switch (instruction.do) {
    case 'say':
      return speak(instruction.speech);
    case 'ask':
      return ask(instruction, context);
    case 'dial':
      return dial(instruction, context);
    case 'take message':
      return takeMessage(instruction, context);
    // First in a document it turns the call away: https://www.plivo.com/docs/voice/xml/hangup/
    case 'reject':
      return '<Hangup reason="busy"/>';
  }
}

/**
 * Plivo waits 5 to 60 seconds for a key, and goes on to the next element when none comes: so that is asked
 * for the same webhook, then without a key. `#` is a key like the others, so none may end the input.
 *
 * https://www.plivo.com/docs/voice/xml/getinput/
 * https://www.plivo.com/docs/voice/xml/redirect/
 */
function ask({ prompt, waitSeconds, next }: Of<'ask'>, { callbackUrl }: AnswerContext): string {
  const input = attributes({
    action: callbackUrl(next),
    method: 'POST',
    inputType: 'dtmf',
    executionTimeout: Math.min(60, Math.max(5, Math.round(waitSeconds))),
    numDigits: 1,
    finishOnKey: 'none',
  });
  return (
    `<GetInput${input}>${speak(prompt)}</GetInput>` +
    `<Redirect method="POST">${xml(callbackUrl(next))}</Redirect>`
  );
}

/**
 * Connects the caller and asks for news of every leg. What comes next is in the answer to the action. The whisper
 * is fetched from `confirmSound`; without a `confirmKey` nobody has to press anything to take the call.
 *
 * https://www.plivo.com/docs/voice/xml/dial/
 */
function dial(instruction: Of<'dial'>, { callbackUrl }: AnswerContext): string {
  const { phones, ringSeconds, callerId, whisper, record, next } = instruction;
  const how = attributes({
    action: callbackUrl(next),
    method: 'POST',
    redirect: 'true',
    callbackUrl: callbackUrl('leg'),
    callbackMethod: 'POST',
    timeout: Math.max(1, Math.round(ringSeconds)),
    callerId: callerId ?? undefined,
    confirmSound: whisper ? whisperUrl(callbackUrl('whisper'), whisper) : undefined,
  });
  // https://www.plivo.com/docs/voice/xml/dial/number/, https://www.plivo.com/docs/voice/xml/dial/user/
  const legs = phones.map((phone) => {
    const noun = phone.startsWith('sip') ? 'User' : 'Number';
    return `<${noun}>${xml(phone)}</${noun}>`;
  });
  return `${record ? recordConversation(callbackUrl('recording')) : ''}<Dial${how}>${legs.join('')}</Dial>`;
}

/** How long `<Dial>` lets people talk: https://www.plivo.com/docs/voice/xml/dial/ */
const LONGEST_CALL = 14_400;

/**
 * Records in the background what is said from the pick-up on; unless told otherwise for no more than a minute.
 * The callback comes when the file can be fetched. It asks for nothing, so nothing is redirected.
 *
 * https://www.plivo.com/docs/voice/xml/record/
 */
function recordConversation(callbackUrl: string): string {
  const how = attributes({
    startOnDialAnswer: 'true',
    redirect: 'false',
    maxLength: LONGEST_CALL,
    callbackUrl,
    callbackMethod: 'POST',
  });
  return `<Record${how}/>`;
}

/** https://www.plivo.com/docs/voice/xml/record/ */
function takeMessage(
  { prompt, maxSeconds, next }: Of<'take message'>,
  { callbackUrl }: AnswerContext,
): string {
  const how = attributes({
    action: callbackUrl(next),
    method: 'POST',
    redirect: 'true',
    maxLength: maxSeconds,
    playBeep: 'true',
    finishOnKey: '#',
  });
  return `${speak(prompt)}<Record${how}/>`;
}

/** https://www.plivo.com/docs/voice/xml/speak/, https://www.plivo.com/docs/voice/xml/play/ */
function speak(speech: Speech): string {
  if ('play' in speech) return `<Play>${xml(speech.play)}</Play>`;
  return `<Speak${attributes(plivoLanguage(speech.language))}>${xml(speech.say)}</Speak>`;
}
