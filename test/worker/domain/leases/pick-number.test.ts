import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reusableAt } from '../../../../worker/domain/leases/lease.ts';
import { type NumberState, pickNumber } from '../../../../worker/domain/leases/pick-number.ts';
import { HOUR, SECOND } from '../../../../worker/domain/time.ts';
import { HOLD_SECONDS, lease, NOON } from './make-lease.ts';

const unused = (number: string): NumberState => ({ number, latest: undefined });
const seen = (number: string, lastSeenAt: number, holdSeconds = HOLD_SECONDS): NumberState => ({
  number,
  latest: lease({ number, startedAt: lastSeenAt, lastSeenAt, holdSeconds }),
});

describe('the number for a new lease', () => {
  it('is one never used, even where another has rested for long', () => {
    expect(pickNumber([seen('a', 0), unused('b'), seen('c', 1)], NOON)).toBe('b');
  });

  it('is the first of those never used', () => {
    expect(pickNumber([seen('a', 0), unused('b'), unused('c')], NOON)).toBe('b');
  });

  it('is else the one seen longest ago', () => {
    const states = [seen('a', NOON - 2 * HOUR), seen('b', NOON - 3 * HOUR), seen('c', NOON - HOUR)];
    expect(pickNumber(states, NOON)).toBe('b');
  });

  it('goes by when a number was last seen, not by when its lease began', () => {
    const began = lease({ number: 'long', startedAt: 0, lastSeenAt: NOON - HOUR });
    const long = { number: 'long', latest: began };
    const short = seen('short', NOON - 2 * HOUR);
    expect(pickNumber([long, short], NOON)).toBe('short');
    expect(pickNumber([short, long], NOON)).toBe('short');
  });

  it('is not one inside its hold time', () => {
    const free = NOON - HOLD_SECONDS * SECOND;
    expect(pickNumber([seen('held', free + 1)], NOON)).toBeUndefined();
    expect(pickNumber([seen('free', free)], NOON)).toBe('free');
  });

  it('heeds the hold time that each lease began with', () => {
    const states = [seen('long', NOON - 2 * HOUR, 86_400), seen('short', NOON - HOUR, 60)];
    expect(pickNumber(states, NOON)).toBe('short');
  });

  it('is none where the pool is empty', () => {
    expect(pickNumber([], NOON)).toBeUndefined();
  });
});

describe('whatever the state of the pool', () => {
  const anyState = fc.option(
    fc.record({
      lastSeenAt: fc.integer({ min: NOON - 3_600_000, max: NOON + 60_000 }),
      holdSeconds: fc.integer({ min: 60, max: 1_800 }),
    }),
    { nil: undefined },
  );
  const anyPool = fc
    .array(anyState, { maxLength: 12 })
    .map((states) =>
      states.map((state, i) =>
        state ? seen(`n${i}`, state.lastSeenAt, state.holdSeconds) : unused(`n${i}`),
      ),
    );

  it('the pick is that of sorting the free numbers by their rest', () => {
    fc.assert(
      fc.property(anyPool, (states) => {
        const rest = ({ latest }: NumberState) => latest?.lastSeenAt ?? Number.NEGATIVE_INFINITY;
        const [longest] = states
          .filter(({ latest }) => latest === undefined || reusableAt(latest) <= NOON)
          .sort((a, b) => (rest(a) < rest(b) ? -1 : rest(a) > rest(b) ? 1 : 0));
        expect(pickNumber(states, NOON)).toBe(longest?.number);
      }),
    );
  });
});
