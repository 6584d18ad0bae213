import { describe, expect, it } from 'vitest';
import type { Lease } from '../../../../worker/domain/leases/lease.ts';
import { NumberQueue } from '../../../../worker/domain/leases/number-queue.ts';
import { HOUR, MINUTE, SECOND } from '../../../../worker/domain/time.ts';
import { HOLD_SECONDS, lease, NOON } from './make-lease.ts';
import { stateAfter } from './make-state.ts';

const any = () => true;

/** The queue of these numbers, some of which have leases. */
function queueOf(numbers: readonly string[], ...leases: Lease[]): NumberQueue {
  const states = new Map(
    [...Map.groupBy(leases, ({ number }) => number)].map(([number, begun]) => [
      number,
      stateAfter(...begun),
    ]),
  );
  return new NumberQueue(numbers, (number) => states.get(number));
}

const seen = (number: string, lastSeenAt: number, change: Partial<Lease> = {}) =>
  lease({ number, startedAt: lastSeenAt, lastSeenAt, ...change });

describe('the number for a new lease', () => {
  const pick = (queue: NumberQueue, usable: (number: string) => boolean = any) =>
    queue.pick(NOON, usable)?.number;

  it('is one never used, even where another has rested for long', () => {
    expect(pick(queueOf(['a', 'b', 'c'], seen('a', 0), seen('c', 1)))).toBe('b');
  });

  it('is the first of those never used', () => {
    expect(pick(queueOf(['a', 'c', 'b'], seen('a', 0)))).toBe('c');
  });

  it('is else the one seen longest ago', () => {
    const queue = queueOf(
      ['a', 'b', 'c'],
      seen('a', NOON - 2 * HOUR),
      seen('b', NOON - 3 * HOUR),
      seen('c', NOON - HOUR),
    );
    expect(pick(queue)).toBe('b');
  });

  it('goes by when a number was last seen, not by when its lease began', () => {
    const long = lease({ number: 'long', startedAt: 0, lastSeenAt: NOON - HOUR });
    const short = seen('short', NOON - 2 * HOUR);
    expect(pick(queueOf(['long', 'short'], long, short))).toBe('short');
  });

  it('goes by whoever was seen last, where several shared it', () => {
    const shared = { grade: 'shared', sharedAt: NOON - 2 * HOUR } as const;
    const queue = queueOf(
      ['a', 'b'],
      lease({ number: 'a', startedAt: NOON - 4 * HOUR, lastSeenAt: NOON - HOUR }),
      seen('a', NOON - 3 * HOUR, { ...shared, visitorId: 'bob' }),
      seen('b', NOON - 2 * HOUR),
    );
    expect(pick(queue)).toBe('b');
  });

  it('is not one inside its hold time', () => {
    const free = NOON - HOLD_SECONDS * SECOND;
    expect(pick(queueOf(['held'], seen('held', free + 1)))).toBeUndefined();
    expect(pick(queueOf(['free'], seen('free', free)))).toBe('free');
  });

  it('heeds the hold time that each lease began with', () => {
    const long = seen('long', NOON - 2 * HOUR, { holdSeconds: 86_400 });
    const short = seen('short', NOON - HOUR, { holdSeconds: 60 });
    expect(pick(queueOf(['long', 'short'], long, short))).toBe('short');
  });

  it('is none that must not be picked now, used or not', () => {
    const queue = queueOf(['a', 'b', 'c'], seen('c', 0));
    expect(pick(queue, (number) => number !== 'a')).toBe('b');
    expect(pick(queue, (number) => number === 'c')).toBe('c');
    expect(pick(queue, () => false)).toBeUndefined();
    expect(pick(queue)).toBe('a');
  });

  it('says when it was last seen: never, for one never used', () => {
    expect(queueOf(['a']).pick(NOON, any)?.seenAt).toBe(Number.NEGATIVE_INFINITY);
    expect(queueOf(['a'], seen('a', 7)).pick(NOON, any)?.seenAt).toBe(7);
  });

  it('is none where the pool is empty', () => {
    expect(pick(queueOf([]))).toBeUndefined();
  });
});

describe('the number to be taken back', () => {
  const nobodys = (number: string, lastSeenAt: number) =>
    seen(number, lastSeenAt, { provisional: true });

  it('is one whose holder showed no sign of life for as long as the number was promised', () => {
    expect(queueOf(['a'], nobodys('a', NOON)).reclaim(NOON + 2 * MINUTE - 1, any)).toBeUndefined();
    expect(queueOf(['a'], nobodys('a', NOON)).reclaim(NOON + 2 * MINUTE, any)?.number).toBe('a');
  });

  it('is not one whose holder did, while they hold it', () => {
    expect(queueOf(['a'], seen('a', NOON)).reclaim(NOON + 2 * MINUTE, any)).toBeUndefined();
  });

  it('is not one that somebody holds beside', () => {
    const bobs = seen('a', NOON, { visitorId: 'bob', grade: 'shared', sharedAt: NOON });
    const queue = queueOf(['a'], nobodys('a', NOON), bobs);
    expect(queue.reclaim(NOON + 2 * MINUTE, any)).toBeUndefined();
  });

  it('is the one idle longest: a page that is loaded again shows the number again', () => {
    const loadedAgain = lease({
      number: 'a',
      startedAt: NOON - 5 * MINUTE,
      lastSeenAt: NOON - 3 * MINUTE,
      provisional: true,
    });
    const queue = queueOf(['a', 'b'], loadedAgain, nobodys('b', NOON - 4 * MINUTE));
    expect(queue.reclaim(NOON, any)?.number).toBe('b');
    expect(queue.reclaim(NOON, (number) => number !== 'b')?.number).toBe('a');
  });
});

describe('the number to be shared', () => {
  it('is the one idle longest, whoever holds it', () => {
    const queue = queueOf(
      ['a', 'b'],
      seen('a', NOON),
      seen('b', NOON - 1, { holdSeconds: 86_400 }),
    );
    expect(queue.idlest(any)?.number).toBe('b');
    expect(queue.idlest((number) => number !== 'b')?.number).toBe('a');
  });

  it('is none that nobody was ever shown', () => {
    expect(queueOf(['a']).idlest(any)).toBeUndefined();
  });
});
