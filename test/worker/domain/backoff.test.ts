import { expect, it } from 'vitest';
import { backoff } from '../../../worker/domain/backoff.ts';

it.each([
  [1, 1],
  [2, 2],
  [3, 4],
  [4, 8],
  [5, 15],
  [6, 15],
  [5_000, 15],
])('after failure %d in a row it waits %d seconds', (failures, seconds) => {
  expect(backoff(failures)).toBe(seconds * 1_000);
});
