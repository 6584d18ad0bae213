import type { Speech } from '../../domain/flows/flow.ts';
import type { Instruction } from '../../domain/flows/instruction.ts';
import type { AnswerContext } from '../provider.ts';
import { whisperUrl } from '../whisper-url.ts';
import { attributes, xml } from '../xml.ts';

type Dial = Extract<Instruction, { do: 'dial' }>;

/**
 * Instructions in TwiML.
 *
 * https://www.twilio.com/docs/voice/twiml
 */
export function renderTwiml(instructions: readonly Instruction[], context: AnswerContext): string {
  return twimlDocument(instructions.map((each) => twimlVerb(each, context)));
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';
export const EMPTY_TWIML = `${DECLARATION}<Response/>`;

/** Without any verb the call ends, if the caller is still there. */
export function twimlDocument(verbs: readonly string[]): string {
  if (verbs.length === 0) return EMPTY_TWIML;
  return `${DECLARATION}<Response>${verbs.join('')}</Response>`;
}

export function twimlVerb(instruction: Instruction, context: AnswerContext): string {
  const post = (next: string) => ({ action: context.callbackUrl(next), method: 'POST' });
  switch (instruction.do) {
    case 'say':
      return speak(instruction.speech);
    // https://www.twilio.com/docs/voice/twiml/gather: a caller who presses nothing is told of, too, and # is a
    // key like any other.
    case 'ask': {
      const { next, waitSeconds, prompt } = instruction;
      const asked = {
        input: 'dtmf',
        numDigits: 1,
        timeout: waitSeconds,
        finishOnKey: '',
        actionOnEmptyResult: 'true',
      };
      return `<Gather${attributes({ ...post(next), ...asked })}>${speak(prompt)}</Gather>`;
    }
    case 'dial':
      return dial(instruction, context);
    // https://www.twilio.com/docs/voice/twiml/record
    case 'take message': {
      const { prompt, maxSeconds, next } = instruction;
      const kept = { maxLength: maxSeconds, playBeep: 'true', finishOnKey: '#' };
      return `${speak(prompt)}<Record${attributes({ ...post(next), ...kept })}/>`;
    }
    // https://www.twilio.com/docs/voice/twiml/reject
    case 'reject':
      return '<Reject reason="busy"/>';
  }
}

/**
 * Connects the caller, who keeps hearing it ring until the business picks up (`answerOnBridge`), and
 * asks for news of every leg. Twilio takes 5 to 600 seconds of ringing.
 *
 * https://www.twilio.com/docs/voice/twiml/dial
 */
function dial(instruction: Dial, { callbackUrl }: AnswerContext): string {
  const { phones, ringSeconds, callerId, whisper, record, next } = instruction;
  const recording = record && {
    record: 'record-from-answer-dual',
    recordingStatusCallback: callbackUrl('recording'),
    recordingStatusCallbackMethod: 'POST',
  };
  const how = attributes({
    action: callbackUrl(next),
    method: 'POST',
    answerOnBridge: 'true',
    timeout: Math.min(600, Math.max(5, Math.round(ringSeconds))),
    callerId: callerId ?? undefined,
    ...recording,
  });
  // https://www.twilio.com/docs/voice/twiml/number, https://www.twilio.com/docs/voice/twiml/sip
  const leg = attributes({
    statusCallback: callbackUrl('leg'),
    statusCallbackMethod: 'POST',
    statusCallbackEvent: 'initiated ringing answered completed',
    url: whisper ? whisperUrl(callbackUrl('whisper'), whisper) : undefined,
  });
  const legs = phones.map((phone) => {
    const noun = phone.startsWith('sip') ? 'Sip' : 'Number';
    return `<${noun}${leg}>${xml(phone)}</${noun}>`;
  });
  return `<Dial${how}>${legs.join('')}</Dial>`;
}

function speak(speech: Speech): string {
  if ('play' in speech) return `<Play>${xml(speech.play)}</Play>`;
  return `<Say${attributes({ language: speech.language })}>${xml(speech.say)}</Say>`;
}
