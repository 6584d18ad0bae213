import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { earlierVisitors } from '../../../../worker/domain/matching/earlier-visitors.ts';
import { binOf } from '../../../../worker/domain/matching/log-bins.ts';
import { DAY, HOUR } from '../../../../worker/domain/time.ts';
import { NOW } from './make-call.ts';

const sum = (bins: readonly number[]) => bins.reduce((total, count) => total + count, 0);
const hourAgo = (hours: number, visits: number) => ({ startedAt: NOW - hours * HOUR, visits });

describe('visitors too many to be looked at one by one', () => {
  it('are as many as there were', () => {
    const anyHours = fc.array(fc.record({ ago: fc.nat(29 * 24), visits: fc.nat(500) }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(anyHours, fc.nat(10_000), fc.nat(DAY), (hours, count, since) => {
        const times = hours.map(({ ago, visits }) => hourAgo(ago + 25, visits + 1));
        const bins = earlierVisitors(times, NOW, NOW - since, count);
        expect(sum(bins)).toBeCloseTo(count, 6);
        expect(Math.min(...bins)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('came when the visits of the site did', () => {
    const bins = earlierVisitors([hourAgo(5, 300), hourAgo(100, 100)], NOW, NOW, 40);
    const [youngest, oldest] = [binOf(4 * HOUR), binOf(5 * HOUR - 1)];
    expect(sum(bins.slice(youngest, oldest + 1))).toBeCloseTo(30);
    expect(bins[binOf(99.5 * HOUR)]).toBeCloseTo(10);
  });

  it('came before those who are', () => {
    const before = NOW - 4.5 * HOUR;
    const bins = earlierVisitors([hourAgo(5, 100), hourAgo(100, 50)], NOW, before, 10);
    expect(sum(bins.slice(0, binOf(4.5 * HOUR)))).toBe(0);
    expect(bins[binOf(99.5 * HOUR)]).toBeCloseTo(5);
  });

  it('are none where no visit is known, or all are too long ago', () => {
    expect(sum(earlierVisitors([], NOW, NOW, 10))).toBe(0);
    expect(sum(earlierVisitors([hourAgo(32 * 24, 5)], NOW, NOW, 10))).toBe(0);
    expect(sum(earlierVisitors([hourAgo(1, 5)], NOW, NOW - HOUR, 10))).toBe(0);
  });
});
