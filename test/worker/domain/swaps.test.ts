import { describe, expect, it } from 'vitest';
import { leasedSwap, markTexts, noSwap, staticSwap } from '../../../worker/domain/swaps.ts';

const TARGET = '+33199001234';
const NUMBER = '+33199002003';
const FORMS = {
  e164: NUMBER,
  national: '01 99 00 20 03',
  international: '+33 1 99 00 20 03',
};

describe('a leased number', () => {
  it('takes the place of the target while it is surely the visitor’s', () => {
    expect(leasedSwap(TARGET, NUMBER, 'own', 600)).toMatchObject({
      target: TARGET,
      kind: 'pool',
      grade: 'own',
      validFor: 600,
      number: FORMS,
    });
  });

  it('comes with every way in which the page may write the target', () => {
    const { variants } = leasedSwap(TARGET, NUMBER, 'own', 600);
    expect(variants).toContainEqual(['0199001234', '0199002003']);
    expect(variants).toContainEqual(['33199001234', '33199002003']);
  });
});

it('a static number is graded by its source, and is asked for anew after an hour', () => {
  expect(staticSwap(TARGET, NUMBER)).toMatchObject({
    target: TARGET,
    kind: 'static',
    grade: 'source',
    validFor: 3_600,
    number: FORMS,
  });
});

it('the number that a pool falls back on is graded as that, and is asked for anew after an hour', () => {
  expect(staticSwap(TARGET, NUMBER, 'fallback')).toEqual({
    ...staticSwap(TARGET, NUMBER),
    grade: 'fallback',
  });
});

it('a number that others are shown too says so', () => {
  expect(leasedSwap(TARGET, NUMBER, 'shared', 120)).toMatchObject({
    kind: 'pool',
    grade: 'shared',
    validFor: 120,
  });
});

it('without a number the page keeps its own', () => {
  expect(noSwap(TARGET)).toEqual({
    target: TARGET,
    kind: 'pool',
    grade: 'none',
    validFor: 0,
    number: { e164: TARGET, national: '01 99 00 12 34', international: '+33 1 99 00 12 34' },
    variants: [],
  });
});

describe('a number that takes text messages', () => {
  const [leased, fixed, own] = [
    leasedSwap(TARGET, NUMBER, 'own', 600),
    staticSwap(TARGET, '+33199003000'),
    noSwap(TARGET),
  ];

  it('is said to, leased or static', () => {
    expect(markTexts([leased, fixed], [NUMBER, '+33199003000'])).toEqual([
      { ...leased, texts: true },
      { ...fixed, texts: true },
    ]);
  });

  it('is told from those that do not', () => {
    expect(markTexts([leased, fixed], ['+33199003000'])[0]).not.toHaveProperty('texts');
  });

  it('is none that the page has already', () => {
    expect(markTexts([own], [TARGET])).toEqual([own]);
  });
});
