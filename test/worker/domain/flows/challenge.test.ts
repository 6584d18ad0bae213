import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { challengePrompt, isMet } from '../../../../worker/domain/flows/challenge.ts';
import { chanceOf } from '../../../../worker/domain/flows/chance-of.ts';
import { readPosition, writePosition } from '../../../../worker/domain/flows/position.ts';
import { type Heard, runFlow } from '../../../../worker/domain/flows/run-flow.ts';
import { call, flow, TARGET, words } from './make-flow.ts';

const challenge = { prompt: words('Press {key} to be connected.'), waitSeconds: 4 };
const guarded = flow({ challenge, greeting: words('Welcome.') });
const SUSPECTED = { isSuspected: true, chance: 0.5 };
const KEY = '5';

const at = (event: string | undefined, heard: Heard, change = {}) => {
  const position = readPosition(event);
  if (!position) throw new Error('says nothing of how far the call has got');
  return runFlow(guarded, position, heard, call({ ...SUSPECTED, ...change }));
};

describe('whoever is suspected', () => {
  const asked = (turn: number) => ({
    do: 'ask',
    prompt: words('Press 5 to be connected.'),
    waitSeconds: 4,
    next: `menu-challenge-${turn}`,
  });

  it('is asked for a key before anything else, which is noted', () => {
    expect(at(undefined, {})).toEqual({
      instructions: [asked(1)],
      steps: [{ type: 'menu', choice: null }],
    });
  });

  it.each(['menu-challenge-1', 'menu-challenge-2'])('goes on with the key, at %s', (event) => {
    expect(at(event, { pressed: KEY }).instructions).toMatchObject([
      { do: 'say', speech: words('Welcome.') },
      { do: 'dial', phones: [TARGET] },
    ]);
  });

  it.each([{}, { pressed: '4' }, { pressed: '#' }])(
    'hears it once more after %j, and is turned away then',
    (heard) => {
      expect(at('menu-challenge-1', heard)).toEqual({ instructions: [asked(2)], steps: [] });
      expect(at('menu-challenge-2', heard)).toEqual({
        instructions: [],
        steps: [{ type: 'blocked' }],
      });
    },
  );

  it('is connected where the owner has taken the challenge out meanwhile', () => {
    const { instructions } = runFlow(
      flow(),
      { at: 'challenge', turn: 2 },
      {},
      call({ isSuspected: true }),
    );
    expect(instructions).toMatchObject([{ do: 'dial', phones: [TARGET] }]);
  });

  it('may have to be content with a flow that has no challenge', () => {
    const { instructions } = runFlow(flow(), { at: 'start' }, {}, call(SUSPECTED));
    expect(instructions).toMatchObject([{ do: 'dial', phones: [TARGET] }]);
  });
});

it('is never heard by who is not suspected', () => {
  const { instructions } = at(undefined, {}, { isSuspected: false });
  expect(instructions.map((each) => each.do)).toEqual(['say', 'dial']);
});

it('is spared whom the owner turns away', () => {
  expect(at(undefined, {}, { isBlocked: true })).toEqual({
    instructions: [{ do: 'reject' }],
    steps: [{ type: 'blocked' }],
  });
});

describe('the key', () => {
  it('is heard in the words, and met by itself alone', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...'0123456789*#'), (id, pressed) => {
        const chance = chanceOf(id);
        const prompt = challengePrompt(challenge.prompt, chance);
        const key = 'say' in prompt ? /Press ([1-9]) to/.exec(prompt.say)?.[1] : undefined;
        expect(key).toBeDefined();
        expect(isMet(challenge.prompt, chance, pressed)).toBe(pressed === key);
        expect(isMet(challenge.prompt, chance, undefined)).toBe(false);
      }),
    );
  });

  it.each([words('Press any key.'), { play: 'https://shop.example/challenge.mp3' }])(
    'is any where the prompt names none: %j',
    (prompt) => {
      expect(challengePrompt(prompt, 0.5)).toEqual(prompt);
      expect(isMet(prompt, 0.5, '8')).toBe(true);
      expect(isMet(prompt, 0.5, undefined)).toBe(false);
    },
  );
});

it('stands in the path as a menu, so that providers report its key as one', () => {
  expect(readPosition('menu-challenge-2')).toEqual({ at: 'challenge', turn: 2 });
  expect(writePosition({ at: 'challenge', turn: 2 })).toBe('menu-challenge-2');
  expect(readPosition('menu-challenge')).toEqual({ at: 'challenge', turn: 1 });
});
