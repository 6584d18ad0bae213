import { describe, expect, it } from 'vitest';
import {
  ALL_ABILITIES,
  flowProblems,
  providerProblems,
} from '../../../../worker/domain/flows/flow-problems.ts';
import { DESK, flow, MOBILE, NUMBER, phones, ring, TARGET, words } from './make-flow.ts';

const problemsOf = (...flows: Parameters<typeof flowProblems>[0]) =>
  flowProblems(flows, new Map([[NUMBER, 'a tracking number']]), new Set([TARGET]));

it('is sound where nobody is rung but phones of the business', () => {
  const choices = { '1': ring({ phones: phones(DESK, 'sip:desk@pbx.example') }) };
  const menu = { prompt: words('Press 1.'), waitSeconds: 5, choices };
  expect(
    problemsOf(flow({ fallback: MOBILE, menu }), flow({ name: 'b', numbers: [NUMBER] })),
  ).toEqual([]);
});

describe('a flow that would ring a tracking number again is refused, naming the step', () => {
  const loop = ring({ phones: phones(DESK, NUMBER) });
  it.each([
    ['ring.phones', { ring: loop }],
    ['fallback', { fallback: NUMBER }],
    [
      'menu.choices.3.phones',
      { menu: { prompt: words('?'), waitSeconds: 5, choices: { '3': loop } } },
    ],
    [
      'hours.ring.phones',
      { hours: { timeZone: 'Europe/Paris', open: [], holidays: [], closed: null, ring: loop } },
    ],
  ])('%s', (step, change) => {
    expect(problemsOf(flow(change))).toEqual([
      `Flow "shop", ${step}: ${NUMBER} is a tracking number, so calls would go round in circles.`,
    ]);
  });
});

it('is refused where it would ring one by way of a SIP gateway', () => {
  const gateway = ring({ phones: phones(`sip:${NUMBER}@carrier.example`) });
  expect(problemsOf(flow({ ring: gateway }))).toEqual([
    `Flow "shop", ring.phones: sip:${NUMBER}@carrier.example is a tracking number, so calls would go round in circles.`,
  ]);
});

it('is refused where outside opening hours a caller would hear nothing', () => {
  const hours = { timeZone: 'Europe/Paris', open: [], holidays: [], closed: null, ring: null };
  expect(problemsOf(flow({ hours }))).toEqual([
    'Flow "shop", hours: outside them a caller would hear nothing; add `closed`, `ring` or a `voicemail`.',
  ]);
  for (const change of [{ closed: words('Closed.') }, { ring: ring() }]) {
    expect(problemsOf(flow({ hours: { ...hours, ...change } }))).toEqual([]);
  }
  const voicemail = { prompt: words('After the tone.'), maxSeconds: 60 };
  expect(problemsOf(flow({ hours, voicemail }))).toEqual([]);
});

it('is refused where it opens when it closes', () => {
  const open = [{ days: ['mon'], from: '09:00', to: '09:00' }] as const;
  const closed = words('Closed.');
  const hours = { timeZone: 'Europe/Paris', open, holidays: [], closed, ring: null };
  expect(problemsOf(flow({ hours }))).toEqual([
    'Flow "shop", hours.open: from 09:00 to 09:00 is no time; all day is 00:00 to 24:00.',
  ]);
});

it('is refused where its name, numbers or time zone cannot be', () => {
  const closed = words('Closed.');
  const hours = { timeZone: 'Paris', open: [], holidays: [], closed, ring: null };
  expect(problemsOf(flow({ hours }), flow({ numbers: [TARGET, MOBILE] }))).toEqual([
    'Flow "shop", hours.timeZone: "Paris" is not known; Europe/Paris is.',
    'Two flows have the name "shop".',
    `Flows "shop" and "shop" are both for ${TARGET}.`,
    `Flow "shop" is for ${MOBILE}, which is no number of the site.`,
  ]);
});

describe('what a provider cannot do', () => {
  const full = flow({
    blocked: ['+336*'],
    fallback: MOBILE,
    greeting: words('Welcome.'),
    record: { notice: { play: 'https://shop.example/notice.mp3' }, exceptFrom: [] },
    menu: {
      prompt: words('Press.'),
      waitSeconds: 5,
      choices: { '1': ring({ callerId: 'tracking', phones: phones(DESK, MOBILE) }) },
    },
    ring: ring({
      phones: phones(DESK, 'sip:desk@pbx.example'),
      how: 'at once',
      whisper: words('From {source}'),
    }),
    voicemail: { prompt: words('Speak.'), maxSeconds: 60 },
  });

  it('is nothing for one that can do all', () => {
    expect(providerProblems([full], { id: 'twilio', abilities: ALL_ABILITIES })).toEqual([]);
  });

  it.each([
    ['reject', ['blocked']],
    ['say', ['greeting', 'menu.prompt', 'ring.whisper', 'voicemail.prompt']],
    ['play', ['record.notice']],
    ['record', ['record']],
    ['menu', ['menu']],
    ['several phones', ['ring.how']],
    ['next phone', ['menu.choices.1.how', 'fallback']],
    ['sip', ['ring.phones']],
    ['whisper', ['ring.whisper']],
    ['voicemail', ['voicemail']],
    ['tracking number as caller id', ['menu.choices.1.callerId']],
  ] as const)('is named: %s, in %j', (ability, steps) => {
    const others = new Set([...ALL_ABILITIES].filter((each) => each !== ability));
    expect(providerProblems([full], { id: 'acme', abilities: others })).toEqual(
      steps.map(
        (step) => `Flow "shop", ${step}: calls that come by acme cannot have this (${ability}).`,
      ),
    );
  });

  it('is named where it is a language, and not in question where it is played', () => {
    const speaks = (language: string) => language !== 'en-US';
    expect(providerProblems([full], { id: 'acme', abilities: ALL_ABILITIES, speaks })).toEqual(
      ['greeting', 'menu.prompt', 'ring.whisper', 'voicemail.prompt'].map(
        (step) =>
          `Flow "shop", ${step}: calls that come by acme cannot have this (en-US; play a recording).`,
      ),
    );
  });

  it('does not matter to flows that ask for nothing of the kind', () => {
    expect(providerProblems([flow()], { id: 'acme', abilities: new Set() })).toEqual([]);
  });
});
