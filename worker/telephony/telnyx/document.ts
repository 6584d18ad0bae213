import type { Speech } from '../../domain/flows/flow.ts';
import type { Instruction } from '../../domain/flows/instruction.ts';
import type { AnswerContext } from '../provider.ts';
import { twimlDocument, twimlVerb } from '../twiml/twiml.ts';
import { attributes, xml } from '../xml.ts';

type Asking = Extract<Instruction, { do: 'ask' }>;
type Recording = Extract<Instruction, { do: 'take message' }>;

const MAX_RING_SECONDS = 120;
const MAX_WAIT_SECONDS = 120;
const MAX_MESSAGE_SECONDS = 14_400;

/**
 * Instructions in TeXML, which is TwiML but for what is said here.
 *
 * https://developers.telnyx.com/docs/voice/programmable-voice/texml-twiml-compatibility
 */
export function renderTexml(instructions: readonly Instruction[], context: AnswerContext): string {
  return twimlDocument(instructions.map((each) => verb(each, context)));
}

function verb(instruction: Instruction, context: AnswerContext): string {
  switch (instruction.do) {
    case 'say':
      return speak(instruction.speech);
    case 'ask':
      return ask(instruction, context);
    case 'take message':
      return takeMessage(instruction, context);
    // https://developers.telnyx.com/docs/voice/programmable-voice/texml-verbs/dial: 5 to 120 s of ringing.
    case 'dial': {
      const ringSeconds = Math.min(MAX_RING_SECONDS, instruction.ringSeconds);
      return twimlVerb({ ...instruction, ringSeconds }, context);
    }
    // https://developers.telnyx.com/docs/voice/programmable-voice/texml-verbs/reject
    case 'reject':
      return twimlVerb(instruction, context);
  }
}

/**
 * Only the voice `alice` speaks another language than American English.
 *
 * https://developers.telnyx.com/docs/voice/programmable-voice/texml-verbs/say
 */
function speak(speech: Speech): string {
  if ('play' in speech) return `<Play>${xml(speech.play)}</Play>`;
  const how = attributes({ voice: 'alice', language: speech.language });
  return `<Say${how}>${xml(speech.say)}</Say>`;
}

/**
 * `<Gather>` has no `method`: the key is told by that of the application. With `finishOnKey` at its default the
 * key # could not be chosen. A caller who presses nothing goes on to the next verb, which asks the same address.
 *
 * https://developers.telnyx.com/docs/voice/programmable-voice/texml-verbs/gather
 * https://developers.telnyx.com/docs/voice/programmable-voice/texml-verbs/redirect
 */
function ask({ prompt, waitSeconds, next }: Asking, { callbackUrl }: AnswerContext): string {
  const asked = attributes({
    action: callbackUrl(next),
    input: 'dtmf',
    numDigits: 1,
    finishOnKey: '',
    timeout: Math.min(MAX_WAIT_SECONDS, Math.max(1, Math.round(waitSeconds))),
  });
  const otherwise = `<Redirect method="POST">${xml(callbackUrl(next))}</Redirect>`;
  return `<Gather${asked}>${speak(prompt)}</Gather>${otherwise}`;
}

/**
 * Where the message can be heard may be told later than that it was left, and to another address; both come to
 * the same here. Without `channels` a message would be heard on one side only.
 *
 * https://developers.telnyx.com/docs/voice/programmable-voice/texml-verbs/record
 */
function takeMessage(
  { prompt, maxSeconds, next }: Recording,
  { callbackUrl }: AnswerContext,
): string {
  const kept = attributes({
    action: callbackUrl(next),
    method: 'POST',
    maxLength: Math.min(MAX_MESSAGE_SECONDS, maxSeconds),
    playBeep: 'true',
    finishOnKey: '#',
    channels: 'single',
    recordingStatusCallback: callbackUrl(next),
    recordingStatusCallbackMethod: 'POST',
  });
  return `${speak(prompt)}<Record${kept}/>`;
}
