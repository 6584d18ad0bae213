import { describe, expect, it } from 'vitest';
import { type Lease, renewLease } from '../../../../worker/domain/leases/lease.ts';
import { NumberQueue } from '../../../../worker/domain/leases/number-queue.ts';
import { NumberState } from '../../../../worker/domain/leases/number-state.ts';
import { DAY, MINUTE, SECOND } from '../../../../worker/domain/time.ts';
import { HOLD_SECONDS, lease, NOON } from './make-lease.ts';

const NUMBERS = Array.from({ length: 10_000 }, (_, index) => `n${index}`);
const HOLD = HOLD_SECONDS * SECOND;
const any = () => true;

/**
 * A pool of 10,000 numbers that counts how many of them are looked at. Whatever is asked for the first time
 * puts them in order, once.
 */
function bigPool(leaseOf: (index: number) => Lease | undefined) {
  const states = new Map<string, NumberState>();
  const begin = (each: Lease) => {
    const state = states.get(each.number) ?? new NumberState(each.number);
    states.set(each.number, state);
    state.begin(each);
  };
  for (const index of NUMBERS.keys()) {
    const each = leaseOf(index);
    if (each) begin(each);
  }
  let looks = 0;
  const queue = new NumberQueue(NUMBERS, (number) => {
    looks += 1;
    return states.get(number);
  });
  return {
    queue,
    states,
    begin(each: Lease) {
      begin(each);
      queue.add(each.number);
    },
    /** How many numbers something takes to look at. */
    looks(ask: () => void): number {
      const before = looks;
      ask();
      return looks - before;
    },
  };
}

const seen = (index: number, at: number, change: Partial<Lease> = {}) =>
  lease({ number: `n${index}`, startedAt: at, lastSeenAt: at, ...change });

/** How many are looked at, at most, by so many visitors who come one after the other and take a number. */
function mostLooks(
  pool: ReturnType<typeof bigPool>,
  visitors: number,
  change: Partial<Lease> = {},
) {
  const looks = Array.from({ length: visitors }, (_, index) => {
    const now = NOON + index * SECOND;
    return pool.looks(() => {
      const pick = pool.queue.pick(now, any) ?? pool.queue.reclaim(now, any);
      expect(pick).toBeDefined();
      pool.states
        .get(pick?.number ?? '')
        ?.begin(lease({ ...change, number: pick?.number ?? '', startedAt: now, lastSeenAt: now }));
    });
  });
  return Math.max(...looks);
}

describe('a pool of 10,000 numbers looks at a few of them', () => {
  it('for each visitor, where all have rested', () => {
    const pool = bigPool((index) => seen(index, NOON - DAY + index));
    pool.queue.pick(NOON, any);
    expect(mostLooks(pool, 2_000)).toBeLessThan(10);
  });

  it('for each visitor, where none was ever used', () => {
    const pool = bigPool(() => undefined);
    const looks = Array.from({ length: 2_000 }, (_, index) =>
      pool.looks(() =>
        pool.begin(seen(index, NOON, { number: pool.queue.pick(NOON, any)?.number ?? '' })),
      ),
    );
    expect(Math.max(...looks)).toBeLessThan(10);
  });

  it('for each visitor, where all but a few are held for other times', () => {
    const pool = bigPool((index) =>
      index % 100 === 0
        ? seen(index, NOON - HOLD)
        : seen(index, NOON - HOLD, { holdSeconds: 86_400 }),
    );
    pool.queue.pick(NOON, any);
    expect(mostLooks(pool, 100)).toBeLessThan(10);
  });

  it('for each visitor, where everyone may turn out to be nobody', () => {
    const nobody = { provisional: true, holdSeconds: 86_400 };
    const pool = bigPool((index) => seen(index, NOON - 2 * MINUTE - index * SECOND, nobody));
    pool.queue.pick(NOON, any);
    pool.queue.reclaim(NOON, any);
    expect(mostLooks(pool, 2_000, nobody)).toBeLessThan(10);
  });

  it('to say that it is full', () => {
    const pool = bigPool((index) => seen(index, NOON - index));
    const ask = () => {
      expect(pool.queue.pick(NOON, any)).toBeUndefined();
      expect(pool.queue.reclaim(NOON, any)).toBeUndefined();
    };
    ask();
    expect(pool.looks(ask)).toBeLessThan(10);
  });

  it('to find the one to be shared, however many share already', () => {
    const pool = bigPool((index) => seen(index, NOON - index));
    pool.queue.idlest(any);
    pool.queue.reclaim(NOON, any);
    const looks = Array.from({ length: 2_000 }, (_, index) =>
      pool.looks(() => {
        const number = pool.queue.idlest(any)?.number ?? '';
        const shared = { visitorId: `v${index}`, grade: 'shared', provisional: true } as const;
        pool.states.get(number)?.begin(seen(index, NOON + index, { ...shared, number }));
        pool.queue.reclaim(NOON + index, any);
      }),
    );
    expect(Math.max(...looks)).toBeLessThan(10);
  });

  it('though all were renewed: each is put right once, when it comes to the front', () => {
    const pool = bigPool((index) => seen(index, NOON - index));
    for (let round = 1; round <= 20; round++) {
      for (const state of pool.states.values()) {
        for (const each of [...state.leases()])
          state.update(renewLease(each, NOON + round * MINUTE));
      }
    }
    const now = NOON + 20 * MINUTE;
    const full = () => expect(pool.queue.pick(now, any)).toBeUndefined();
    expect(pool.looks(full)).toBeLessThanOrEqual(NUMBERS.length);
    expect(pool.looks(full)).toBeLessThan(10);
  });
});
