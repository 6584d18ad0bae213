import { describe, expect, it } from 'vitest';
import {
  definitionOf,
  definitionProblems,
  type SiteDefinition,
} from '../../../worker/domain/site-definition.ts';
import { USUAL_SNIPPET } from '../../../worker/domain/snippet-options.ts';
import { pool, SALES, SUPPORT, site, staticNumber, target } from './make-site.ts';

const good: SiteDefinition = {
  name: 'Shop',
  origins: ['https://shop.example'],
  country: 'FR',
  consent: 'off',
  honourGpc: true,
  snippet: { ...USUAL_SNIPPET, title: true },
  textNumbers: ['+33199002000'],
  messages: null,
  flows: [],
  spamThreshold: 0.7,
  shards: 2,
  quarantineDays: 90,
  pools: [
    pool({ numbers: ['+33199002000', '+33199002001'], fallback: '+33199003000' }),
    pool({
      name: 'spare',
      numbers: ['+33199002010'],
      paused: true,
      share: false,
      prefer: 'visitor',
      networkShare: 0.5,
    }),
  ],
  targets: [
    { number: SALES, label: 'Sales', pool: 'main' },
    { number: SUPPORT, label: 'Support', pool: null, forwardTo: '+33199009999' },
  ],
  staticNumbers: [staticNumber({ number: '+33199003000', target: SALES })],
};

it('the definition of a site has all that its owner said and nothing else', () => {
  const targets = good.targets.map(({ forwardTo, ...rest }) =>
    target({ ...rest, ...(forwardTo && { forwardTo }) }),
  );
  expect(definitionOf(site({ ...good, targets }))).toEqual(good);
});

it('a sound definition has no problem', () => {
  expect(definitionProblems(good)).toEqual([]);
});

it('two targets may share a pool, and one may forward to another', () => {
  const targets = [
    { number: SALES, label: '', pool: 'main' },
    { number: SUPPORT, label: '', pool: 'main', forwardTo: SALES },
  ];
  expect(definitionProblems({ ...good, targets })).toEqual([]);
});

it('a number that was removed still rings here, and would ring itself as a target does', () => {
  const [sales] = good.targets;
  const removed = '+33199002999';
  const moved = { ...good, targets: [{ ...sales, forwardTo: removed }] } as SiteDefinition;
  expect(definitionProblems(moved)).toEqual([]);
  expect(definitionProblems(moved, new Set([removed]))).toEqual([
    `${removed} is a tracking number that was removed, whose calls come here until its quarantineDays are over: calls would go round in circles.`,
  ]);
  expect(definitionProblems(good, new Set(['+33199002000', removed]))).toEqual([]);
});

describe('what is said of', () => {
  const [sales, support] = good.targets as [(typeof good.targets)[0], (typeof good.targets)[1]];
  const circles = (number: string) =>
    `${number} is a tracking number: calls would go round in circles.`;

  it.each<[string, Partial<SiteDefinition>, string[]]>([
    ['a target listed twice', { targets: [sales, sales] }, ['A target number is listed twice.']],
    [
      'two pools of one name',
      { pools: [...good.pools, pool()] },
      ['Two pools have the same name.'],
    ],
    [
      'a target that names no known pool',
      { targets: [{ ...sales, pool: 'gone' }] },
      [`Target ${SALES} names the pool "gone", which is not among the pools.`],
    ],
    [
      'a static number for no known target',
      {
        staticNumbers: [
          ...good.staticNumbers,
          staticNumber({ number: '+33199003001', target: '+33199004444' }),
        ],
      },
      ['Static number +33199003001 names the target +33199004444, which is not a target.'],
    ],
    [
      'a fallback that is no static number',
      { pools: [...good.pools.slice(1), pool({ fallback: '+33199003009' })] },
      ['Pool "main" falls back on +33199003009, which is not among the static numbers.'],
    ],
    [
      'a fallback by which callers would reach somebody else',
      { targets: [sales, { ...support, pool: 'main' }] },
      [
        `Pool "main" falls back on +33199003000, whose calls go to another phone than those for ${SUPPORT}.`,
      ],
    ],
    ...[0, -0.5, 1.5].map((networkShare): [string, Partial<SiteDefinition>, string[]] => [
      `a share of ${networkShare} for one network`,
      { pools: [pool({ networkShare }), ...good.pools.slice(1)] },
      ['Pool "main" needs a networkShare above 0 and up to 1, or null.'],
    ]),
    [
      'more numbers than a pool may have',
      { pools: [pool({ numbers: many(10_001) }), ...good.pools.slice(1)] },
      ['Pool "main" has more than 10000 numbers; split it.'],
    ],
    [
      'a number listed twice in one pool',
      { pools: [pool({ numbers: ['+33199002000', '+33199002000'] })] },
      ['Tracking number +33199002000 is listed twice.'],
    ],
    [
      'a number of two pools',
      {
        pools: [
          pool({ numbers: ['+33199002000'] }),
          pool({ name: 'spare', numbers: ['+33199002000'] }),
        ],
      },
      ['Tracking number +33199002000 is listed twice.'],
    ],
    [
      'a number of a pool that is static too',
      { staticNumbers: [...good.staticNumbers, staticNumber({ number: '+33199002000' })] },
      ['Tracking number +33199002000 is listed twice.'],
    ],
    [
      'a target that is a tracking number',
      { targets: [sales, { ...support, number: '+33199002000' }] },
      [circles('+33199002000')],
    ],
    [
      'a target that forwards to a tracking number of a pool',
      { targets: [{ ...sales, forwardTo: '+33199002010' }] },
      [circles('+33199002010')],
    ],
    [
      'a target that forwards to a static number',
      { targets: [{ ...sales, forwardTo: '+33199003000' }] },
      [circles('+33199003000')],
    ],
  ])('%s', (_name, change, problems) => {
    expect(definitionProblems({ ...good, ...change })).toEqual(problems);
  });
});

it('a pool may fall back on a number of another target that rings the same phone', () => {
  const targets = [
    { number: SALES, label: '', pool: null },
    { number: SUPPORT, label: '', pool: 'main', forwardTo: SALES },
  ];
  expect(definitionProblems({ ...good, targets })).toEqual([]);
});

it('one network may be given the whole of a pool', () => {
  const pools = [pool({ networkShare: 1 }), ...good.pools.slice(1)];
  expect(definitionProblems({ ...good, pools })).toEqual([]);
});

it('a pool of ten thousand numbers has no problem', () => {
  const pools = [pool({ numbers: many(10_000) }), ...good.pools.slice(1)];
  expect(definitionProblems({ ...good, pools })).toEqual([]);
});

it('every problem is named at once', () => {
  const broken = {
    ...good,
    targets: [{ number: SALES, label: '', pool: 'gone', forwardTo: '+33199002000' }],
    staticNumbers: [staticNumber({ target: SUPPORT })],
  };
  expect(definitionProblems(broken)).toHaveLength(3);
});

function many(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `+331990${100_000 + index}`);
}
