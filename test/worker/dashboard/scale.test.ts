import fc from 'fast-check';
import { expect, it } from 'vitest';
import { roundSecondsTop, roundTop } from '../../../worker/dashboard/scale.ts';

it.each([
  [1, 1],
  [1.5, 2],
  [7, 10],
  [12, 20],
  [0.34, 0.4],
  [100, 100],
])('the axis for %d ends at %d', (value, top) => {
  expect(roundTop(value)).toBeCloseTo(top, 12);
});

it.each([
  [1, 60],
  [1_000, 1_200],
  [5_000, 7_200],
  [3 * 86_400, 4 * 86_400],
])('the axis for %d seconds ends at %d', (seconds, top) => {
  expect(roundSecondsTop(seconds)).toBe(top);
});

it('an axis never ends below what it has to show, nor far above', () => {
  const anyValue = fc.double({ min: 1e-6, max: 1e9, noNaN: true });
  const property = fc.property(anyValue, (value) => {
    expect(roundTop(value)).toBeGreaterThanOrEqual(value * (1 - 1e-8));
    expect(roundTop(value)).toBeLessThanOrEqual(value * 2.0001);
  });
  fc.assert(property);
});
