import { expect, it } from 'vitest';
import { HALF_HOUR, WEEK_CELLS, weekCellOf } from '../../../../worker/domain/matching/week.ts';

it.each([
  ['2025-11-24T00:00:00Z', 0],
  ['2025-11-24T00:29:59.999Z', 0],
  ['2025-11-24T00:30:00Z', 1],
  ['2025-11-25T00:00:00Z', 48],
  ['2025-11-30T23:59:00Z', 335],
  ['1970-01-01T00:00:00Z', 144],
])('%s is half hour %d of a week that begins on Monday', (time, cell) => {
  expect(weekCellOf(Date.parse(time))).toBe(cell);
});

it('comes again after a week', () => {
  const at = Date.parse('2025-11-26T13:45:00Z');
  expect(weekCellOf(at + WEEK_CELLS * HALF_HOUR)).toBe(weekCellOf(at));
});
