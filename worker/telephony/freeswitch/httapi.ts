import type { Instruction } from '../../domain/flows/instruction.ts';
import type { AnswerContext } from '../provider.ts';
import { attributes } from '../xml.ts';

type Of<Do extends Instruction['do']> = Extract<Instruction, { do: Do }>;

/** The field that tells which key was pressed. */
export const KEY_PRESSED = 'ringtrace_key';
const KEYS = [...'0123456789*#'];

/** The ways by which calls leave, as the README has FreeSWITCH set up: a gateway of this name, and SIP's profile. */
const GATEWAY = 'sofia/gateway/ringtrace';
const SIP_PROFILE = 'sofia/external';

/**
 * Instructions as a document of mod_httapi. An `action` is the address that is asked for what comes next.
 *
 * https://developer.signalwire.com/freeswitch/FreeSWITCH-Explained/Modules/mod_httapi_3966423
 */
export function renderHttapi(instructions: readonly Instruction[], context: AnswerContext): string {
  const work = instructions.map((each) => tag(each, context)).join('');
  // Without an end FreeSWITCH would ask the same again, or go on with what its dialplan does without us.
  const goesOn = ['ask', 'dial', 'reject'].includes(instructions.at(-1)?.do ?? '');
  return httapiDocument(goesOn ? work : `${work}<hangup/>`);
}

export function httapiDocument(work: string): string {
  return `<document type="xml/freeswitch-httapi"><work>${work}</work></document>`;
}

function tag(instruction: Instruction, context: AnswerContext): string {
  switch (instruction.do) {
    case 'say':
      return 'play' in instruction.speech ? play(instruction.speech.play) : '';
    case 'ask':
      return ask(instruction, context);
    case 'dial':
      return dial(instruction, context);
    // https://developer.signalwire.com/freeswitch/FreeSWITCH-Explained/Troubleshooting-Debugging/Hangup-Cause-Code-Table_3964945
    case 'reject':
      return '<hangup cause="USER_BUSY"/>';
    case 'take message':
      return '';
  }
}

/** Answered first: before that not every carrier lets the caller hear more than the ringing. */
function play(file: string): string {
  return `<answer/><playback${attributes({ file })}/>`;
}

/** A caller who presses nothing comes to the same address, without the field. */
function ask({ prompt, waitSeconds, next }: Of<'ask'>, { callbackUrl }: AnswerContext): string {
  if (!('play' in prompt)) return '';
  const how = attributes({
    file: prompt.play,
    name: KEY_PRESSED,
    action: callbackUrl(next),
    'input-timeout': waitSeconds * 1_000,
  });
  const keys = KEYS.map((key) => `<bind>${key}</bind>`).join('');
  return `<answer/><playback${how}>${keys}</playback>`;
}

/**
 * Rings the phones, by the dialplan's own `bridge`, which passes on the caller's number unless told another.
 * Early media, a voice that says that nobody is there, must not count as somebody who picked up; the caller
 * hears it ring.
 *
 * https://developer.signalwire.com/freeswitch/Channel-Variables-Catalog/ignore_early_media_16353367
 */
function dial(
  { phones, ringSeconds, callerId, next }: Of<'dial'>,
  { callbackUrl }: AnswerContext,
): string {
  const variables = [
    'ignore_early_media=ring_ready',
    `originate_timeout=${Math.max(1, Math.round(ringSeconds))}`,
    ...(callerId === null ? [] : [`origination_caller_id_number=${callerId}`]),
  ];
  const legs = phones.filter(isPlain).map(dialString);
  const data = `{${variables.join(',')}}${legs.join(',')}`;
  return `<execute${attributes({ application: 'bridge', data, action: callbackUrl(next) })}/>`;
}

/** Commas, brackets, dollars and the like would be instructions to FreeSWITCH. */
function isPlain(phone: string): boolean {
  return /^[\w+.:;=@%~*-]+$/.test(phone);
}

function dialString(phone: string): string {
  if (!phone.startsWith('sip')) return `${GATEWAY}/${phone}`;
  return `${SIP_PROFILE}/${phone.replace(/^sip:/, '')}`;
}
