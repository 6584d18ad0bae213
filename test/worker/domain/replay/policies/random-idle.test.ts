import { expect, it } from 'vitest';
import { start } from './credit-of.ts';

it('gives any free number, the same ones for the same lots', () => {
  const shown = () => {
    const { view } = start('random-idle', 50);
    return Array.from({ length: 20 }, (_, index) => view(0, `v${index}`).number);
  };
  expect(new Set(shown()).size).toBe(20);
  expect(shown()).toEqual(shown());
  expect(shown()).not.toEqual(shown().toSorted());
});

it('holds a number for five minutes after a sign of life, and for fifteen at most', () => {
  const { view, renew } = start('random-idle', 1);
  view(0, 'a');
  for (const minute of [4, 8, 12, 14]) renew(minute, 'a');
  expect(view(14.9, 'b').number).toBeNull();
  expect(view(15, 'b').number).toBe('n0');
  expect(view(20, 'c').number).toBe('n0');
});

it('credits whoever holds the number, and nobody else', () => {
  const { view, credit } = start('random-idle', 1);
  view(0, 'a');
  expect(credit(4.9, 'n0')).toBe('a');
  expect(credit(5, 'n0')).toBeNull();
});
