import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_POOL_NUMBERS } from '../../../../worker/domain/site-definition.ts';
import { erlangB } from '../../../../worker/domain/utilisation/erlang-b.ts';
import { type SizingQuestion, sizePool } from '../../../../worker/domain/utilisation/size-pool.ts';

/** 60 visitors an hour who keep a number for 10 minutes: 10 erlangs. */
function ask(change: Partial<SizingQuestion> = {}) {
  return sizePool({
    arrivalsPerHour: 60,
    holdSeconds: 600,
    numbers: 10,
    blocking: 0.01,
    coolDownSeconds: 3_600,
    ...change,
  });
}

const anyQuestion = fc.record({
  arrivalsPerHour: fc.oneof(fc.nat(5_000), fc.double({ min: 0.001, max: 10, noNaN: true })),
  holdSeconds: fc.integer({ min: 60, max: 7_200 }),
  numbers: fc.nat(10_000),
  blocking: fc.double({ min: 1e-6, max: 0.99, noNaN: true }),
  coolDownSeconds: fc.nat(30 * 86_400),
});

describe('the numbers that a pool needs', () => {
  it('are offered what arrives while one is held', () => {
    expect(ask().offeredLoad).toBeCloseTo(10, 10);
  });

  it('are as many as Erlang B asks for, and no more', () => {
    // The usual table: 18 lines carry up to 10.4 erlangs at one in a hundred, 17 up to 9.65.
    expect(ask().forBlocking).toBe(18);
  });

  it('are as many as it takes for each to rest: one a minute, kept for 10 and resting for 60', () => {
    expect(ask().forCoolDown).toBe(70);
  });

  it('are enough for both wishes', () => {
    expect(ask()).toMatchObject({
      advised: { numbers: 70 },
      decidedBy: 'coolDown',
      reached: true,
    });
    expect(ask({ coolDownSeconds: 0 })).toMatchObject({
      advised: { numbers: 18 },
      decidedBy: 'blocking',
    });
  });

  it('may be the same for both', () => {
    expect(ask({ coolDownSeconds: 480 }).decidedBy).toBe('both');
  });

  it('are told beside what the present ones give', () => {
    const { current } = ask({ numbers: 10 });
    expect(current.blocking).toBeCloseTo(0.2146, 4);
    // Each of the ten is leased once in 10 / (0.7854 a minute), and kept for ten minutes of that.
    expect(current.coolDownSeconds).toBeCloseTo((10 / 0.7854) * 60 - 600, 0);
  });

  it('give a single number the rest between two visitors', () => {
    // Kept for ten minutes, then the next of one a minute takes it.
    expect(ask({ numbers: 1 }).current.coolDownSeconds).toBeCloseTo(60, 6);
  });

  it('are no pool where there is none', () => {
    expect(ask({ numbers: 0 }).current).toEqual({
      numbers: 0,
      blocking: 1,
      coolDownSeconds: null,
    });
  });
});

describe('without traffic', () => {
  it('one number is enough, and rests for ever', () => {
    expect(ask({ arrivalsPerHour: 0 })).toMatchObject({
      offeredLoad: 0,
      forBlocking: 1,
      forCoolDown: 1,
      advised: { numbers: 1, blocking: 0, coolDownSeconds: null },
      reached: true,
    });
  });
});

describe('with hardly any traffic', () => {
  it('a few numbers are enough', () => {
    // One visitor in two hours: 0.083 erlangs.
    expect(ask({ arrivalsPerHour: 0.5 })).toMatchObject({ forBlocking: 2, forCoolDown: 1 });
  });
});

describe('where no pool is large enough', () => {
  it('says so, and advises the most there can be', () => {
    expect(ask({ coolDownSeconds: 30 * 86_400 })).toMatchObject({
      forBlocking: 18,
      forCoolDown: null,
      advised: { numbers: MAX_POOL_NUMBERS },
      decidedBy: 'coolDown',
      reached: false,
    });
  });

  it('says so of both wishes', () => {
    expect(ask({ arrivalsPerHour: 200_000 })).toMatchObject({
      forBlocking: null,
      forCoolDown: null,
      decidedBy: 'both',
      reached: false,
    });
  });
});

describe('whatever is asked', () => {
  it('the advice meets both wishes, and one number fewer does not', () => {
    const property = fc.property(anyQuestion, (question) => {
      const { advised, reached, offeredLoad } = sizePool(question);
      const meets = (numbers: number) => {
        const { current } = sizePool({ ...question, numbers });
        const rest = current.coolDownSeconds ?? Number.POSITIVE_INFINITY;
        return (
          erlangB(offeredLoad, numbers) <= question.blocking && rest >= question.coolDownSeconds
        );
      };
      expect(meets(advised.numbers)).toBe(reached);
      if (reached && advised.numbers > 1) expect(meets(advised.numbers - 1)).toBe(false);
    });
    fc.assert(property);
  });

  it('the curve falls in blocking, rises in cool-down, and has the advice on it', () => {
    const property = fc.property(anyQuestion, (question) => {
      const { curve, advised } = sizePool(question);
      expect(curve).toContainEqual(advised);
      for (const [index, point] of curve.entries()) {
        const before = curve[index - 1];
        if (before === undefined) continue;
        expect(point.numbers).toBeGreaterThan(before.numbers);
        expect(point.blocking).toBeLessThanOrEqual(before.blocking);
        expect(point.coolDownSeconds ?? 0).toBeGreaterThanOrEqual(
          (before.coolDownSeconds ?? 0) * (1 - 1e-9),
        );
      }
    });
    fc.assert(property);
  });

  it('the curve has at least two points and no more than a page can show', () => {
    const property = fc.property(anyQuestion, (question) => {
      const { curve } = sizePool(question);
      expect(curve.length).toBeGreaterThanOrEqual(2);
      expect(curve.length).toBeLessThanOrEqual(90);
      expect(curve.at(-1)?.numbers).toBeLessThanOrEqual(MAX_POOL_NUMBERS);
    });
    fc.assert(property);
  });

  it('the numbers in use and at rest are all there are', () => {
    const property = fc.property(anyQuestion, (question) => {
      const { current, offeredLoad } = sizePool(question);
      if (current.coolDownSeconds === null) return;
      const leasesPerSecond = (question.arrivalsPerHour / 3_600) * (1 - current.blocking);
      const held = offeredLoad * (1 - current.blocking);
      const resting = leasesPerSecond * current.coolDownSeconds;
      expect(Math.abs(held + resting - current.numbers)).toBeLessThan(
        1e-6 * current.numbers + 1e-6,
      );
    });
    fc.assert(property);
  });
});
