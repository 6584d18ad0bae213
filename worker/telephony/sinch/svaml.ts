import type { Speech } from '../../domain/flows/flow.ts';
import type { Instruction } from '../../domain/flows/instruction.ts';

type Of<Do extends Instruction['do']> = Extract<Instruction, { do: Do }>;
type Json = Readonly<Record<string, unknown>>;

/**
 * Instructions as an SVAML object: what the caller hears, then one action.
 *
 * https://developers.sinch.com/docs/voice/api-reference/svaml
 */
export function renderSvaml(instructions: readonly Instruction[]): Json {
  const heard = instructions.flatMap((each) => (each.do === 'say' ? [speak(each.speech)] : []));
  const actions = instructions.flatMap((each) => action(each) ?? []);
  // Of a call that was not answered the caller may hear nothing but ringing.
  const answered = heard.length === 0 ? [] : [{ name: 'answer' }, ...heard];
  return { instructions: answered, action: actions[0] ?? { name: 'hangup' } };
}

/** https://developers.sinch.com/docs/voice/api-reference/svaml/actions */
function action(instruction: Instruction): Json | undefined {
  switch (instruction.do) {
    case 'ask':
      return runMenu(instruction);
    case 'dial':
      return connect(instruction);
    default:
      return undefined;
  }
}

/**
 * Connects the first phone, for Sinch rings one; it shows the caller's number unless told another. For SIP
 * Sinch takes no time to ring.
 */
function connect({ phones, ringSeconds, callerId }: Of<'dial'>): Json {
  const [phone = ''] = phones;
  const cli = callerId === null ? {} : { cli: callerId };
  const sip = /^(sips?):(.*)$/s.exec(phone);
  if (sip === null) {
    const dialTimeout = Math.max(1, Math.round(ringSeconds));
    return { name: 'connectPstn', number: phone, dialTimeout, ...cli };
  }
  const [, scheme, endpoint] = sip;
  const transport = scheme === 'sips' ? { transport: 'tls' } : {};
  return { name: 'connectSip', destination: { type: 'sip', endpoint }, ...transport, ...cli };
}

/**
 * One menu has to be `main`. Sinch itself asks a second time, so what it returns is final. Its documents know
 * of digits only, not of the star and the hash.
 */
function runMenu({ prompt, waitSeconds }: Of<'ask'>): Json {
  const menu = {
    id: 'main',
    mainPrompt: promptOf(prompt),
    repeatPrompt: promptOf(prompt),
    repeats: 1,
    timeoutMills: waitSeconds * 1_000,
    options: [...'0123456789'].map((key) => ({ dtmf: key, action: `return(${key})` })),
  };
  const locale = 'play' in prompt ? {} : { locale: prompt.language };
  return { name: 'runMenu', barge: true, ...locale, menus: [menu] };
}

/** https://developers.sinch.com/docs/voice/api-reference/svaml#instructions */
function speak(speech: Speech): Json {
  if ('play' in speech) return { name: 'playFiles', ids: [speech.play] };
  return { name: 'say', text: speech.say, locale: speech.language };
}

/** Brackets and semicolons would end a prompt and begin another. */
function promptOf(speech: Speech): string {
  if ('play' in speech) return `#href[${speech.play.replace(/[[\];]/g, encodeURIComponent)}]`;
  return `#tts[${speech.say.replace(/[[\];]/g, ',')}]`;
}
