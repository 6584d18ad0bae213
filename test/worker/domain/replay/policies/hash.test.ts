import { expect, it } from 'vitest';
import { start } from './credit-of.ts';

it('shows a session the number of its hash, whoever else is shown it', () => {
  const { view } = start('hash', 50);
  const number = view(0, 'a', 's1').number;
  expect(view(20, 'a', 's1').number).toBe(number);
  expect(view(21, 'b', 's1').number).toBe(number);
  const others = new Set(
    Array.from({ length: 100 }, (_, index) => view(22, 'c', `s${index}`).number),
  );
  expect(others.size).toBeGreaterThan(20);
});

it('a number is a visitor’s own while nobody else has been there for half an hour', () => {
  const { view, renew, leave } = start('hash', 1);
  expect(view(0, 'a').own).toBe(true);
  expect(view(10, 'b').own).toBe(false);
  leave(11, 'b');
  renew(12, 'a');
  expect(view(41, 'c').own).toBe(false);
  leave(42, 'c');
  expect(view(43, 'd').own).toBe(true);
});

it('credits whoever was shown the number last', () => {
  const { view, credit } = start('hash', 1);
  expect(credit(0, 'n0')).toBeNull();
  view(1, 'a');
  view(2, 'b');
  expect(credit(2, 'n0')).toBe('b');
  view(3, 'a');
  expect(credit(5_000, 'n0')).toBe('a');
});
