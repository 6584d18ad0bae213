import { expect, it } from 'vitest';
import { start } from './credit-of.ts';

it('gives the least recently used number, and none where all are held', () => {
  const { view } = start('zar', 2);
  expect(view(0, 'a')).toEqual({ number: 'n0', own: true });
  expect(view(1, 'b')).toEqual({ number: 'n1', own: true });
  expect(view(2, 'c')).toEqual({ number: null, own: false });
  expect(view(7, 'c')).toEqual({ number: 'n0', own: true });
});

it('holds a number for five minutes after the last sign of life', () => {
  const { view, renew } = start('zar', 1);
  view(0, 'a');
  renew(4, 'a');
  expect(view(8.9, 'b').number).toBeNull();
  expect(view(9, 'b').number).toBe('n0');
});

it('shows a visitor the same number while it is held', () => {
  const { view } = start('zar', 3);
  expect([view(0, 'a').number, view(4, 'a').number, view(8, 'a').number]).toEqual([
    'n0',
    'n0',
    'n0',
  ]);
});

it('credits the last holder, however long ago that was', () => {
  const { view, credit } = start('zar', 2);
  view(0, 'a');
  expect(credit(1, 'n0')).toBe('a');
  expect(credit(10_000, 'n0')).toBe('a');
  expect(credit(10_000, 'n1')).toBeNull();
});
