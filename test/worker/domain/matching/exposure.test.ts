import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Exposure, exposureOf } from '../../../../worker/domain/matching/exposure.ts';
import { SILENT_AFTER } from '../../../../worker/domain/matching/holder.ts';
import { BIN_STARTS, binOf, LONGEST } from '../../../../worker/domain/matching/log-bins.ts';
import { traitsOf } from '../../../../worker/domain/matching/traits.ts';
import { WEEK_CELLS, weekCellOf } from '../../../../worker/domain/matching/week.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../../worker/domain/time.ts';
import { anyHolder } from './any-call.ts';
import { gone, holder, NOW } from './make-call.ts';

const total = (part: Float64Array) => part.reduce((sum, seconds) => sum + seconds, 0);
const inBin = (part: Float64Array, bin: number) =>
  total(part.subarray(bin * WEEK_CELLS, (bin + 1) * WEEK_CELLS));
const PARTS = ['age', 'onSite', 'away', 'tap', 'later'] as const;

describe('the time in which somebody might have called', () => {
  const hour = exposureOf([gone(HOUR, { stayed: 20 * MINUTE })], 0, NOW, 1);

  it('is all of it since they came, on the site or away', () => {
    expect(total(hour.age)).toBeCloseTo(3_600);
    expect(total(hour.onSite)).toBeCloseTo(1_200);
    expect(total(hour.away)).toBeCloseTo(2_400);
    expect(total(hour.later)).toBeCloseTo(2_400);
    expect(total(hour.tap)).toBe(0);
  });

  it('falls into bins as long as they are', () => {
    for (const bin of [0, 1, 5]) {
      const seconds = ((BIN_STARTS[bin + 1] ?? 0) - (BIN_STARTS[bin] ?? 0)) / SECOND;
      expect(inBin(hour.age, bin)).toBeCloseTo(seconds);
      expect(inBin(hour.onSite, bin)).toBeCloseTo(seconds);
      expect(inBin(hour.away, bin)).toBeCloseTo(seconds);
    }
    expect(inBin(hour.age, binOf(HOUR) + 1)).toBe(0);
  });

  it('falls into the half hours of the week', () => {
    const cell = weekCellOf(NOW - HOUR);
    const inCell = (at: number) => total(hour.age.filter((_, index) => index % WEEK_CELLS === at));
    expect([cell - 1, cell, cell + 1, cell + 2].map(inCell)).toEqual([
      0,
      expect.closeTo(1_800),
      expect.closeTo(1_800),
      0,
    ]);
  });

  it('counts from a tap on', () => {
    const { tap } = exposureOf([holder({ tappedAt: NOW - 30 * SECOND })], 0, NOW, 1);
    expect(total(tap)).toBeCloseTo(30);
    expect(inBin(tap, 0)).toBeCloseTo(2);
  });

  it('ends when they are shown another number', () => {
    const { age, away } = exposureOf([gone(HOUR, { movedOnAt: NOW - 10 * MINUTE })], 0, NOW, 1);
    expect(total(age)).toBeCloseTo(3_000);
    expect(total(away)).toBeCloseTo(3_000 - 60);
  });

  it('is only that in which calls were looked at', () => {
    const { age, onSite, away } = exposureOf([gone(HOUR)], NOW - 10 * MINUTE, NOW, 1);
    expect(total(age)).toBeCloseTo(600);
    expect(inBin(age, 0)).toBe(0);
    expect([total(onSite), total(away)]).toEqual([0, expect.closeTo(600)]);
  });

  it('has an end', () => {
    expect(total(exposureOf([gone(90 * DAY)], 0, NOW, 1).age)).toBeCloseTo(LONGEST / SECOND);
  });

  it('counts for as many as each stands for', () => {
    const both = exposureOf([gone(HOUR), gone(DAY)], 0, NOW, 10);
    expect(total(both.age)).toBeCloseTo(10 * (3_600 + 86_400));
  });

  it('is nobody’s without visits', () => {
    expect(PARTS.map((part) => total(exposureOf([], 0, NOW, 1)[part]))).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('whenever a visitor calls', () => {
  it('the time in which they might have called with these traits is known', () => {
    fc.assert(
      fc.property(anyHolder, fc.nat(29 * DAY), (visitor, since) => {
        const at = visitor.startedAt + since;
        fc.pre(visitor.movedOnAt === null || at < visitor.movedOnAt);
        // But for the very moment in which they leave.
        fc.pre(at !== visitor.lastSeenAt && at !== visitor.lastSeenAt + SILENT_AFTER);
        const traits = traitsOf(visitor, at);
        const exposure: Exposure = exposureOf([visitor], 0, at + SECOND, 1);
        for (const part of PARTS) {
          if (traits[part] < 0) continue;
          expect(exposure[part][traits[part] * WEEK_CELLS + weekCellOf(at)]).toBeGreaterThan(0);
        }
      }),
    );
  });
});
