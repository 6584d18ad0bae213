import { describe, expect, it } from 'vitest';
import { shouldLearn } from '../../../../worker/domain/matching/should-learn.ts';
import { DAY, HOUR, MINUTE } from '../../../../worker/domain/time.ts';
import { NOW } from './make-call.ts';

/** Of a site that had so many calls the last time, so long ago. */
const should = (calls: number, last: number, ago: number) =>
  shouldLearn(calls, { calls: last, learnedAt: NOW - ago }, NOW);

describe('a curve is learned', () => {
  it('for the first time from twenty calls', () => {
    expect(should(19, 0, 5 * DAY)).toBe(false);
    expect(should(20, 0, 5 * DAY)).toBe(true);
  });

  it('anew when calls are a tenth more', () => {
    expect(should(109, 100, HOUR)).toBe(false);
    expect(should(111, 100, HOUR)).toBe(true);
  });

  it('anew after a day, however many came', () => {
    expect(should(100, 100, DAY - 1)).toBe(false);
    expect(should(100, 100, DAY)).toBe(true);
  });

  it.each([
    [1_999, 10 * MINUTE],
    [50_000, HOUR],
  ])('from %d calls no sooner than %d ms after the last time', (calls, rest) => {
    expect(should(calls, 20, rest - 1)).toBe(false);
    expect(should(calls, 20, rest)).toBe(true);
  });
});
