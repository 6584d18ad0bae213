import type { Speech } from '../../domain/flows/flow.ts';
import { allAbilitiesBut } from '../../domain/flows/flow-problems.ts';
import type { Instruction } from '../../domain/flows/instruction.ts';
import type { AnswerContext } from '../provider.ts';
import { latestLogin } from '../shown-secret.ts';
import { whisperUrl } from '../whisper-url.ts';
import { attributes, xml } from '../xml.ts';

type Dial = Extract<Instruction, { do: 'dial' }>;

/** Not `record`: a recording would begin with the ringing, and also be made where nobody picks up. */
export const BANDWIDTH_ABILITIES = allAbilitiesBut('record', 'more than eight phones');

const MAX_PHONES = 8;
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';

/**
 * Instructions in BXML. Where nothing is left to do the call ends.
 *
 * Beside each address stands the login that is to be shown there, for that of the application need not be.
 * The document goes to Bandwidth alone, which knows it.
 *
 * https://dev.bandwidth.com/docs/voice/bxml
 */
export function renderBxml(instructions: readonly Instruction[], context: AnswerContext): string {
  if (instructions.length === 0) return `${DECLARATION}<Response/>`;
  const verbs = instructions.map((each) => verb(each, context)).join('');
  return `${DECLARATION}<Response>${verbs}</Response>`;
}

function verb(instruction: Instruction, context: AnswerContext): string {
  switch (instruction.do) {
    case 'say':
      return speak(instruction.speech);
    // https://dev.bandwidth.com/docs/voice/bxml/gather: a caller who presses nothing is told of, too.
    case 'ask': {
      const { next, waitSeconds, prompt } = instruction;
      const asked = {
        gatherUrl: context.callbackUrl(next),
        maxDigits: 1,
        firstDigitTimeout: waitSeconds,
        ...latestLogin(context.secrets),
      };
      return `<Gather${attributes(asked)}>${speak(prompt)}</Gather>`;
    }
    case 'dial':
      return transfer(instruction, context);
    // https://dev.bandwidth.com/docs/voice/bxml/record: who hangs up is told of by the second address only.
    case 'take message': {
      const { prompt, maxSeconds, next } = instruction;
      const kept = {
        recordCompleteUrl: context.callbackUrl(next),
        recordingAvailableUrl: context.callbackUrl(next),
        maxDuration: maxSeconds,
        terminatingDigits: '#',
        ...latestLogin(context.secrets),
      };
      return `${speak(prompt)}<Record${attributes(kept)}/>`;
    }
    // https://dev.bandwidth.com/docs/voice/bxml/hangup: of a call that was not answered yet, and free.
    case 'reject':
      return '<Hangup/>';
  }
}

/** Rings for 1 to 300 seconds. https://dev.bandwidth.com/docs/voice/bxml/transfer */
function transfer(instruction: Dial, context: AnswerContext): string {
  const { phones, ringSeconds, callerId, whisper, next } = instruction;
  const how = attributes({
    transferCallerId: callerId ?? undefined,
    callTimeout: Math.min(300, Math.max(1, Math.round(ringSeconds))),
    transferCompleteUrl: context.callbackUrl(next),
    ...latestLogin(context.secrets),
  });
  const leg = attributes({
    transferAnswerUrl: whisper ? whisperUrl(context.callbackUrl('whisper'), whisper) : undefined,
    transferDisconnectUrl: context.callbackUrl('leg'),
    ...latestLogin(context.secrets),
  });
  const legs = phones.slice(0, MAX_PHONES).map((phone) => {
    const tag = phone.startsWith('sip') ? 'SipUri' : 'PhoneNumber';
    return `<${tag}${leg}>${xml(phone)}</${tag}>`;
  });
  return `<Transfer${how}>${legs.join('')}</Transfer>`;
}

/** https://dev.bandwidth.com/docs/voice/bxml/speakSentence */
function speak(speech: Speech): string {
  if ('play' in speech) return `<PlayAudio>${xml(speech.play)}</PlayAudio>`;
  const { say, language } = speech;
  return `<SpeakSentence${attributes({ locale: localeOf(language) })}>${xml(say)}</SpeakSentence>`;
}

/** Undefined for a language that it does not have: its usual voice, an American one, would read it. */
export function localeOf(language: string): string | undefined {
  return LOCALES.get(language) ?? LOCALES.get(language.split('-')[0] ?? '');
}

const LOCALES = new Map([
  ['en', 'en_US'],
  ['en-GB', 'en_UK'],
  ['de', 'de'],
  ['es', 'es'],
  ['es-MX', 'es_MX'],
  ['fr', 'fr'],
  ['it', 'it'],
  ['ja', 'ja'],
  ['ru', 'ru'],
  ['ar', 'arb'],
  ['zh', 'cmn-CN'],
]);
