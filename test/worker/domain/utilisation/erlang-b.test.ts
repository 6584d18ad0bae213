import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockingUpTo, erlangB } from '../../../../worker/domain/utilisation/erlang-b.ts';

const anyLoad = fc.double({ min: 0, max: 5_000, noNaN: true });
const anyCount = fc.integer({ min: 0, max: 10_000 });

/** The formula as it is usually written, which overflows for large pools. */
function directly(load: number, numbers: number): number {
  let term = 1;
  let terms = 1;
  for (let count = 1; count <= numbers; count++) {
    term *= load / count;
    terms += term;
  }
  return term / terms;
}

describe('the chance of finding no number free', () => {
  it.each([
    [1, 1, 0.5],
    [1, 2, 0.2],
    [2, 2, 0.4],
    [3, 6, 0.0522],
    [25, 30, 0.0526],
  ])('for %d erlangs and %d numbers is %d', (load, numbers, blocking) => {
    expect(erlangB(load, numbers)).toBeCloseTo(blocking, 4);
  });

  // From the usual table for one in a hundred: so much traffic may be offered to so many.
  it.each([
    [5, 1.36],
    [10, 4.46],
    [20, 12.0],
    [50, 37.9],
    [100, 84.1],
  ])('with %d numbers is one in a hundred at %d erlangs', (numbers, load) => {
    expect(erlangB(load, numbers)).toBeCloseTo(0.01, 3);
  });

  it('is certain without numbers', () => {
    expect(erlangB(3, 0)).toBe(1);
  });

  it('is none where nobody comes', () => {
    expect(erlangB(0, 1)).toBe(0);
  });

  it('agrees with the direct formula while that can be computed', () => {
    const property = fc.property(
      fc.double({ min: 0.001, max: 60, noNaN: true }),
      fc.integer({ min: 0, max: 60 }),
      (load, numbers) => {
        const [computed, direct] = [erlangB(load, numbers), directly(load, numbers)];
        expect(Math.abs(computed - direct)).toBeLessThanOrEqual(1e-12 * direct);
      },
    );
    fc.assert(property);
  });

  it('is a probability for every load and pool', () => {
    const property = fc.property(anyLoad, anyCount, (load, numbers) => {
      const blocking = erlangB(load, numbers);
      expect(blocking).toBeGreaterThanOrEqual(0);
      expect(blocking).toBeLessThanOrEqual(1);
    });
    fc.assert(property);
  });

  it('never grows with a number more', () => {
    const property = fc.property(anyLoad, (load) => {
      const chances = blockingUpTo(load, 10_000);
      expect(chances.every((chance, count) => chance <= (chances[count - 1] ?? 1))).toBe(true);
    });
    fc.assert(property, { numRuns: 30 });
  });

  it('never falls with more load', () => {
    const property = fc.property(anyLoad, anyLoad, anyCount, (one, other, numbers) => {
      const [less, more] = [Math.min(one, other), Math.max(one, other)];
      expect(erlangB(less, numbers)).toBeLessThanOrEqual(erlangB(more, numbers) * (1 + 1e-9));
    });
    fc.assert(property);
  });

  it('leaves no more traffic carried than there are numbers', () => {
    const property = fc.property(anyLoad, anyCount, (load, numbers) => {
      expect(load * (1 - erlangB(load, numbers))).toBeLessThanOrEqual(numbers + 1e-6);
    });
    fc.assert(property);
  });

  it('is known for thousands of erlangs and ten thousand numbers', () => {
    expect(erlangB(10_000, 10_000)).toBeCloseTo(0.0079, 4);
    expect(erlangB(3_000, 10_000)).toBeLessThan(1e-300);
  });
});
