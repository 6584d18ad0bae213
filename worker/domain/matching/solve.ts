/**
 * The solution of a system of linear equations that is symmetric and positive definite, by Cholesky's decomposition.
 *
 * @param matrix row by row; not changed.
 */
export function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const size = right.length;
  const lower: number[][] = [];
  for (let row = 0; row < size; row++) {
    lower.push([]);
    for (let column = 0; column <= row; column++) {
      let rest = at(matrix, row, column);
      for (let k = 0; k < column; k++) rest -= at(lower, row, k) * at(lower, column, k);
      (lower[row] as number[])[column] =
        row === column ? Math.sqrt(rest) : rest / at(lower, column, column);
    }
  }
  const forward: number[] = [];
  for (let row = 0; row < size; row++) {
    let rest = right[row] as number;
    for (let k = 0; k < row; k++) rest -= at(lower, row, k) * (forward[k] as number);
    forward.push(rest / at(lower, row, row));
  }
  const solution = new Array<number>(size).fill(0);
  for (let row = size - 1; row >= 0; row--) {
    let rest = forward[row] as number;
    for (let k = row + 1; k < size; k++) rest -= at(lower, k, row) * (solution[k] as number);
    solution[row] = rest / at(lower, row, row);
  }
  return solution;
}

function at(matrix: readonly (readonly number[])[], row: number, column: number): number {
  return matrix[row]?.[column] as number;
}
