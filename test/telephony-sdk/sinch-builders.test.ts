import { describe, expect, it } from 'vitest';
// By its file, for the package as a whole asks for another one that it does not name as needed.
import {
  aceActionHelper as aceAction,
  IceSvamletBuilder,
  iceActionHelper as iceAction,
  iceInstructionHelper as iceInstruction,
  pieActionHelper as pieAction,
} from '../../node_modules/@sinch/voice/dist/models/v1/helper.js';
import type { Instruction } from '../../worker/domain/flows/instruction.ts';
import { sinch } from '../../worker/telephony/providers/sinch.ts';
import { answerContext, dialInstruction } from '../support/make-answer.ts';

const context = answerContext('https://calls.example.com/v1/calls/sinch/demo');
const written = (...instructions: readonly Instruction[]) =>
  sinch.answer(instructions, context).json();

type Svaml = { readonly action?: object | undefined; readonly instructions?: object[] | undefined };

/** As it is sent; the builder leaves out instructions of which there are none. */
function sent({ action, instructions = [] }: Svaml): unknown {
  return JSON.parse(JSON.stringify({ action, instructions }));
}

const HELLO = 'https://shop.example/hello.mp3?a=1&b=2';
const PROMPT = { say: 'Press 1.', language: 'en-GB' };

function menu(prompt: string) {
  return {
    id: 'main',
    mainPrompt: prompt,
    repeatPrompt: prompt,
    repeats: 1,
    timeoutMills: 5_000,
    options: [...'0123456789'].map((dtmf) => ({ dtmf, action: `return(${dtmf})` })),
  };
}

describe("the SVAML is the one that Sinch's own builder would make, for the start of a call:", () => {
  const phone = { number: '+33199001234', dialTimeout: 25 };

  it('a phone is rung under the number of the caller', async () => {
    const svaml = new IceSvamletBuilder().setAction(iceAction.connectPstn(phone)).build();
    expect(await written(dialInstruction())).toEqual(sent(svaml));
  });

  it('something is said and played before a phone is rung under another number', async () => {
    const cli = '+33199002000';
    const svaml = new IceSvamletBuilder()
      .addInstruction(iceInstruction.answer())
      .addInstruction(iceInstruction.say('Zoë & "Sons"', 'en-GB'))
      .addInstruction(iceInstruction.playFiles([HELLO]))
      .setAction(iceAction.connectPstn({ ...phone, cli }))
      .build();
    expect(
      await written(
        { do: 'say', speech: { say: 'Zoë & "Sons"', language: 'en-GB' } },
        { do: 'say', speech: { play: HELLO } },
        dialInstruction({ callerId: cli }),
      ),
    ).toEqual(sent(svaml));
  });

  it.each([
    ['sip:desk@pbx.example', {}],
    ['sips:desk@pbx.example', { transport: 'tls' }],
  ])('%s is rung', async (to, how) => {
    const destination = { type: 'sip', endpoint: 'desk@pbx.example' };
    const svaml = new IceSvamletBuilder()
      .setAction(iceAction.connectSip({ destination, ...how }))
      .build();
    expect(await written(dialInstruction({ phones: [to] }))).toEqual(sent(svaml));
  });

  it('a menu is spoken or played', async () => {
    const ask = { do: 'ask', waitSeconds: 5, next: 'menu-1' } as const;
    const locale = 'en-GB' as const;
    const spoken = { barge: true, locale, menus: [menu('#tts[Press 1.]')] };
    expect(await written({ ...ask, prompt: PROMPT })).toEqual(
      sent(new IceSvamletBuilder().setAction(iceAction.runMenu(spoken)).build()),
    );
    const played = { barge: true, menus: [menu(`#href[${HELLO}]`)] };
    expect(await written({ ...ask, prompt: { play: HELLO } })).toEqual(
      sent(new IceSvamletBuilder().setAction(iceAction.runMenu(played)).build()),
    );
  });

  it('nothing is left to do, or the caller is turned away', async () => {
    const over = sent(new IceSvamletBuilder().setAction(iceAction.hangup()).build());
    expect(await written()).toEqual(over);
    expect(await written({ do: 'reject' })).toEqual(over);
  });
});

it('after a menu, which has answered the call, it is the one that its builder would make for then', async () => {
  const phone = { number: '+33199001234', dialTimeout: 25 };
  // Only the type of what its builder takes has forgotten that this may be done then.
  expect(await written(dialInstruction())).toEqual(sent({ action: pieAction.connectPstn(phone) }));
});

it('once somebody has picked up it lets the call go on, as its builder has it', async () => {
  expect(await sinch.acknowledge().json()).toEqual({ action: aceAction.continue() });
});
