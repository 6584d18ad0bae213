import { expect, it } from 'vitest';
import { start } from './credit-of.ts';

it('holds a number for three minutes after the last sign of life', () => {
  const { view, renew } = start('short-hold', 1);
  view(0, 'a');
  renew(2, 'a');
  expect(view(4.9, 'b').number).toBeNull();
  expect(view(5, 'b').number).toBe('n0');
});

it('frees a number that is rung, and credits a second call to nobody', () => {
  const { view, credit } = start('short-hold', 1);
  view(0, 'a');
  expect(credit(1, 'n0')).toBe('a');
  expect(credit(1, 'n0')).toBeNull();
  expect(view(1, 'b').number).toBe('n0');
});

it('credits nobody once the hold is over', () => {
  const { view, credit } = start('short-hold', 1);
  view(0, 'a');
  expect(credit(3, 'n0')).toBeNull();
});
