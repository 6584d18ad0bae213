import { describe, expect, it } from 'vitest';
import {
  definitionOf,
  definitionProblems,
  type SiteDefinition,
} from '../../../worker/domain/site-definition.ts';
import { SALES, SUPPORT, site, staticNumber, target } from './make-site.ts';

const good: SiteDefinition = {
  name: 'Shop',
  origins: ['https://shop.example'],
  country: 'FR',
  consent: 'off',
  honourGpc: true,
  pools: [
    { name: 'main', holdSeconds: 600, numbers: ['+33199002000', '+33199002001'] },
    { name: 'spare', holdSeconds: 600, numbers: ['+33199002010'] },
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

describe('what is said of', () => {
  const [sales, support] = good.targets as [(typeof good.targets)[0], (typeof good.targets)[1]];
  const circles = (number: string) =>
    `${number} is a tracking number: calls would go round in circles.`;

  it.each<[string, Partial<SiteDefinition>, string[]]>([
    ['a target listed twice', { targets: [sales, sales] }, ['A target number is listed twice.']],
    [
      'two pools of one name',
      { pools: [...good.pools, { name: 'main', holdSeconds: 60, numbers: [] }] },
      ['Two pools have the same name.'],
    ],
    [
      'a target that names no known pool',
      { targets: [{ ...sales, pool: 'gone' }] },
      [`Target ${SALES} names the pool "gone", which is not among the pools.`],
    ],
    [
      'a static number for no known target',
      { staticNumbers: [staticNumber({ number: '+33199003000', target: '+33199004444' })] },
      ['Static number +33199003000 names the target +33199004444, which is not a target.'],
    ],
    [
      'a number listed twice in one pool',
      { pools: [{ name: 'main', holdSeconds: 60, numbers: ['+33199002000', '+33199002000'] }] },
      ['Tracking number +33199002000 is listed twice.'],
    ],
    [
      'a number of two pools',
      {
        pools: [
          { name: 'main', holdSeconds: 60, numbers: ['+33199002000'] },
          { name: 'spare', holdSeconds: 60, numbers: ['+33199002000'] },
        ],
      },
      ['Tracking number +33199002000 is listed twice.'],
    ],
    [
      'a number of a pool that is static too',
      { staticNumbers: [staticNumber({ number: '+33199002000' })] },
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

it('every problem is named at once', () => {
  const broken = {
    ...good,
    targets: [{ number: SALES, label: '', pool: 'gone', forwardTo: '+33199002000' }],
    staticNumbers: [staticNumber({ target: SUPPORT })],
  };
  expect(definitionProblems(broken)).toHaveLength(3);
});
