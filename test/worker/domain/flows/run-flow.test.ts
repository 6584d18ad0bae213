import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chanceOf } from '../../../../worker/domain/flows/chance-of.ts';
import { flowFor, type NamedFlow } from '../../../../worker/domain/flows/flow.ts';
import type { Instruction } from '../../../../worker/domain/flows/instruction.ts';
import { readPosition } from '../../../../worker/domain/flows/position.ts';
import { type FlowCall, type Heard, runFlow } from '../../../../worker/domain/flows/run-flow.ts';
import { call, DESK, flow, MOBILE, NUMBER, phones, ring, TARGET, words } from './make-flow.ts';

/** What comes next, from the start or from a webhook's name. */
function next(
  given: NamedFlow,
  event?: string,
  heard: Heard = {},
  change: Partial<FlowCall> = {},
): readonly Instruction[] {
  const position = readPosition(event);
  if (!position) throw new Error(`${event} says nothing of how far the call has got`);
  return runFlow(given, position, heard, call(change)).instructions;
}

const rung = (instructions: readonly Instruction[]) =>
  instructions.flatMap((each) => (each.do === 'dial' ? each.phones : []));

describe('a site that has said nothing', () => {
  it('has its target ring, showing the caller', () => {
    expect(next(flow())).toEqual([
      {
        do: 'dial',
        phones: [TARGET],
        ringSeconds: 30,
        callerId: null,
        whisper: null,
        record: false,
        next: 'dial-ring-0',
      },
    ]);
  });

  it('has nothing more to say, however the call went', () => {
    for (const result of ['answered', 'busy', 'no-answer', 'failed', 'canceled'] as const) {
      expect(next(flow(), 'dial-ring-0', { result })).toEqual([]);
    }
  });

  it('goes on with calls that began before there were flows', () => {
    expect(next(flow({ fallback: MOBILE }), 'dial', { result: 'busy' })).toEqual([]);
  });
});

describe('phones', () => {
  const two = flow({ ring: ring({ phones: phones(DESK, MOBILE) }) });

  it('ring one after the other until one is picked up', () => {
    expect(rung(next(two))).toEqual([DESK]);
    expect(next(two, 'dial-ring-0', { result: 'busy' })).toMatchObject([
      { phones: [MOBILE], next: 'dial-ring-1' },
    ]);
    expect(next(two, 'dial-ring-0', { result: 'answered' })).toEqual([]);
    expect(next(two, 'dial-ring-1', { result: 'no-answer' })).toEqual([]);
  });

  it('ring at once', () => {
    const both = flow({ ring: ring({ phones: phones(DESK, MOBILE), how: 'at once' }) });
    expect(rung(next(both))).toEqual([DESK, MOBILE]);
    expect(next(both, 'dial-ring-0', { result: 'no-answer' })).toEqual([]);
  });

  it('are drawn by weight, the others standing by, and the same in every webhook of a call', () => {
    const [first, second] = phones(DESK, MOBILE).map((phone, index) => ({
      ...phone,
      weight: index === 0 ? 3 : 1,
    }));
    const weighted = flow({ ring: ring({ phones: [first, second] as never, how: 'by weight' }) });
    const drawn = Array.from({ length: 4_000 }, (_, index) => {
      const chance = chanceOf(`call-${index}`);
      const [one = ''] = rung(next(weighted, undefined, {}, { chance }));
      const other = rung(next(weighted, 'dial-ring-0', { result: 'busy' }, { chance }));
      expect([one, ...other].toSorted()).toEqual([DESK, MOBILE]);
      return one;
    });
    const share = drawn.filter((phone) => phone === DESK).length / drawn.length;
    expect(share).toBeCloseTo(0.75, 1);
  });

  it('show the tracking number where asked to, and hear where the call is from', () => {
    const asked = ring({ callerId: 'tracking', whisper: words('Call from {source}.') });
    expect(next(flow({ ring: asked }))).toMatchObject([
      { callerId: NUMBER, whisper: words('Call from google.') },
    ]);
    expect(next(flow({ ring: asked }), undefined, {}, { source: null })).toMatchObject([
      { whisper: words('Call from unknown.') },
    ]);
  });

  it('that nobody picks up are followed by the fallback, then by voicemail', () => {
    const prompt = words('After the tone.');
    const all = flow({ fallback: MOBILE, voicemail: { prompt, maxSeconds: 90 } });
    expect(rung(next(all, 'dial-ring-0', { result: 'no-answer' }))).toEqual([MOBILE]);
    expect(next(all, 'dial-ring-1', { result: 'no-answer' })).toEqual([
      { do: 'take message', prompt, maxSeconds: 90, next: 'message' },
    ]);
    expect(next(all, 'message')).toEqual([]);
  });
});

describe('a menu', () => {
  const choices = { '1': ring({ phones: phones(DESK) }), '2': ring({ phones: phones(MOBILE) }) };
  const asked = flow({ menu: { prompt: words('Press 1 or 2.'), waitSeconds: 4, choices } });

  it('is heard first, and noted', () => {
    const turn = runFlow(asked, { at: 'start' }, {}, call());
    expect(turn.instructions).toEqual([
      { do: 'ask', prompt: words('Press 1 or 2.'), waitSeconds: 4, next: 'menu-1' },
    ]);
    expect(turn.steps).toEqual([{ type: 'menu', choice: null }]);
  });

  it('leads to the phone of the key', () => {
    expect(next(asked, 'menu-1', { pressed: '2' })).toMatchObject([
      { do: 'dial', phones: [MOBILE], next: 'dial-2-0' },
    ]);
  });

  it.each([{}, { pressed: '9' }, { pressed: 'constructor' }])(
    'is heard again after %j, and then put through',
    (heard) => {
      expect(next(asked, 'menu-1', heard)).toMatchObject([{ do: 'ask', next: 'menu-2' }]);
      expect(rung(next(asked, 'menu-2', heard))).toEqual([TARGET]);
    },
  );
});

describe('opening hours', () => {
  const hours = {
    timeZone: 'Europe/Paris',
    open: [{ days: ['wed'], from: '09:00', to: '18:00' }],
    holidays: [],
    closed: words('We are closed.'),
    ring: null,
  } as const;
  const prompt = words('After the tone.');
  const late = { now: Date.UTC(2026, 10, 25, 20, 0) };

  it('change nothing while the business is open', () => {
    expect(rung(next(flow({ hours })))).toEqual([TARGET]);
  });

  it('are told after them, and a message is taken where there is voicemail', () => {
    expect(next(flow({ hours }), undefined, {}, late)).toEqual([
      { do: 'say', speech: words('We are closed.') },
    ]);
    const taking = flow({ hours, voicemail: { prompt, maxSeconds: 60 } });
    expect(next(taking, undefined, {}, late)).toMatchObject([
      { do: 'say' },
      { do: 'take message' },
    ]);
  });

  it('may have another phone ring', () => {
    const onCall = flow({ hours: { ...hours, ring: ring({ phones: phones(MOBILE, DESK) }) } });
    expect(next(onCall, undefined, {}, late)).toMatchObject([
      { do: 'say' },
      { phones: [MOBILE], next: 'dial-closed-0' },
    ]);
    expect(rung(next(onCall, 'dial-closed-0', { result: 'busy' }, late))).toEqual([DESK]);
  });
});

describe('a recording', () => {
  const record = { notice: words('This call is recorded.'), exceptFrom: ['DE'] };

  it('is announced outside opening hours too, unless only a message is taken', () => {
    const closed = { timeZone: 'Europe/Paris', open: [], holidays: [], closed: words('Closed.') };
    const voicemail = { prompt: words('After the tone.'), maxSeconds: 60 };
    const onCall = flow({ record, voicemail, hours: { ...closed, ring: ring() } });
    expect(next(onCall)).toMatchObject([
      { do: 'say', speech: closed.closed },
      { do: 'say', speech: record.notice },
      { do: 'dial', record: true },
    ]);
    const nobody = flow({ record, voicemail, hours: { ...closed, ring: null } });
    expect(next(nobody)).toMatchObject([{ speech: closed.closed }, { do: 'take message' }]);
  });

  it('is announced before the phone rings', () => {
    expect(next(flow({ greeting: words('Welcome.'), record }))).toMatchObject([
      { do: 'say', speech: words('Welcome.') },
      { do: 'say', speech: words('This call is recorded.') },
      { do: 'dial', record: true },
    ]);
  });

  it.each(['DE', null])('is not made of a caller from %s', (callerCountry) => {
    expect(next(flow({ record }), undefined, {}, { callerCountry })).toMatchObject([
      { do: 'dial', record: false },
    ]);
  });
});

it.each([['+33639980001'], ['+336*']])('turns away who is blocked as %s, and notes it', (entry) => {
  const turn = runFlow(flow({ blocked: [entry] }), { at: 'start' }, {}, call());
  expect(turn).toEqual({ instructions: [{ do: 'reject' }], steps: [{ type: 'blocked' }] });
  expect(rung(next(flow({ blocked: [entry] }), undefined, {}, { caller: null }))).toEqual([TARGET]);
  const other = { caller: '+33199009999' };
  expect(rung(next(flow({ blocked: [entry] }), undefined, {}, other))).toEqual([TARGET]);
});

it('is chosen by the number dialled before the target it stands for', () => {
  const [own, general] = [flow({ name: 'poster', numbers: [NUMBER] }), flow()];
  expect(flowFor([general, own], NUMBER, TARGET)).toBe(own);
  expect(flowFor([general, own], MOBILE, TARGET)).toBe(general);
  expect(flowFor([own], undefined, TARGET)).toMatchObject({ blocked: [], menu: null });
});

it('always ends, whatever is heard at each step', () => {
  const full = flow({
    challenge: { prompt: words('Press {key}.'), waitSeconds: 1 },
    menu: {
      prompt: words('Press.'),
      waitSeconds: 1,
      choices: { '1': ring({ phones: phones(DESK, MOBILE) }) },
    },
    ring: ring({ phones: phones(DESK, MOBILE), how: 'by weight' }),
    fallback: MOBILE,
    voicemail: { prompt: words('Speak.'), maxSeconds: 60 },
  });
  const heard = fc.record(
    {
      pressed: fc.constantFrom('1', '2', '*'),
      result: fc.constantFrom('busy', 'no-answer', 'failed', 'canceled', 'answered'),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Heard>;
  fc.assert(
    fc.property(
      fc.array(heard, { minLength: 12, maxLength: 12 }),
      fc.double({ min: 0, max: 0.999 }),
      fc.boolean(),
      (story, chance, isSuspected) => {
        let event: string | undefined;
        let steps = 0;
        for (const each of story) {
          const [last] = next(full, event, each, { chance, isSuspected }).slice(-1);
          if (!last || !('next' in last)) break;
          event = last.next;
          steps += 1;
        }
        // Two turns of the challenge, two of the menu, two phones, the fallback, a message.
        expect(steps).toBeLessThanOrEqual(8);
      },
    ),
  );
});
