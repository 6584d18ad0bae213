import { describe, expect, it } from 'vitest';
import { HOUR } from '../../../../worker/domain/time.ts';
import {
  adviseSize,
  USUAL_WISHES,
  WHY_NO_ADVICE,
} from '../../../../worker/domain/utilisation/advise-size.ts';
import { hours, NOON } from './make-hour.ts';

const pool = { holdSeconds: 300, numbers: ['a', 'b', 'c'] };
const until = NOON + 100 * HOUR;

/** Twenty hours with one visitor each, and one with 60, who keep a number for ten minutes. */
const quietButForOneHour = hours(
  { arrivals: 60, own: 60, reused: 50, heldMs: 50 * 600_000 },
  ...Array.from({ length: 20 }, (_, index) => ({
    hour: NOON + (index + 1) * HOUR,
    arrivals: 1,
    own: 1,
  })),
);

describe('the advice', () => {
  it('goes by the busiest hour unless told', () => {
    const advice = adviseSize(quietButForOneHour, pool, USUAL_WISHES, until);
    expect(advice).toMatchObject({
      ok: true,
      size: { offeredLoad: 10, advised: { numbers: 70 }, current: { numbers: 3 } },
    });
  });

  it('goes by the hour that 95 of 100 did not exceed where that is wanted', () => {
    const advice = adviseSize(quietButForOneHour, pool, { ...USUAL_WISHES, hour: 'p95' }, until);
    expect(advice).toMatchObject({ ok: true, size: { advised: { numbers: 3 } } });
  });

  it.each([
    ['no_arrivals', hours()],
    ['none_held', hours({ arrivals: 1, none: 1 })],
  ] as const)(
    'is not given, with a reason in words, where the load is unknown: %s',
    (code, use) => {
      expect(adviseSize(use, pool, USUAL_WISHES, until)).toEqual({ ok: false, code });
      expect(WHY_NO_ADVICE[code]).toMatch(/\w+\.$/);
    },
  );
});
