import { expect, it } from 'vitest';
import { outcomeText } from '../../../worker/dashboard/outcome-text.ts';

const FOUR_HOURS = 4 * 3_600_000;
const call = { outcome: null, startedAt: 1_000 };

it('a call is in progress for four hours at most', () => {
  expect(outcomeText(call, 1_000 + FOUR_HOURS - 1)).toBe('in progress');
});

it('what became of a call is not known where its end never came', () => {
  expect(outcomeText(call, 1_000 + FOUR_HOURS)).toBe('not known');
});

it('a call that ended says how, however long ago', () => {
  expect(outcomeText({ ...call, outcome: 'missed' }, 1_000 + 2 * FOUR_HOURS)).toBe('missed');
});
