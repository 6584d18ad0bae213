import fc from 'fast-check';
import { expect, it } from 'vitest';
import { solve } from '../../../../worker/domain/matching/solve.ts';

const anyRoots = fc.integer({ min: 1, max: 6 }).chain((size) => {
  const row = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), {
    minLength: size,
    maxLength: size,
  });
  return fc.tuple(fc.array(row, { minLength: size, maxLength: size }), row);
});
const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);

it('the solution solves the equations', () => {
  fc.assert(
    fc.property(anyRoots, ([roots, right]) => {
      // Symmetric and positive definite: a matrix times itself turned over, and something on the diagonal.
      const matrix = roots.map((row, at) =>
        roots.map((other, column) => dot(row, other) + (column === at ? 1 : 0)),
      );
      const solution = solve(matrix, right);
      for (const [at, row] of matrix.entries()) {
        expect(dot(row, solution)).toBeCloseTo(right[at] ?? 0, 9);
      }
    }),
  );
});

it('no equations have no solution to be found', () => {
  expect(solve([], [])).toEqual([]);
});
