import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lease } from '../../../../worker/domain/leases/lease.ts';
import { NumberQueue } from '../../../../worker/domain/leases/number-queue.ts';
import type { Pick } from '../../../../worker/domain/leases/rest-queue.ts';
import { Roster } from '../../../../worker/domain/leases/roster.ts';
import { MINUTE } from '../../../../worker/domain/time.ts';
import { lease, NOON } from './make-lease.ts';
import { type Choice, NaiveQueue } from './naive-queue.ts';

const NUMBERS = ['n1', 'n2', 'n3', 'n4', 'n5'];

const anyStep = fc.record({
  /** Mostly forward, about as fast as hold times end; now and then the clock is put back. */
  passes: fc.oneof(
    { weight: 6, arbitrary: fc.nat(3 * MINUTE) },
    { weight: 1, arbitrary: fc.integer({ min: -10 * MINUTE, max: 0 }) },
  ),
  unusable: fc.subarray(NUMBERS, { maxLength: 2 }),
  does: fc.constantFrom('arrives', 'arrives', 'shares', 'returns', 'is seen', 'loads again'),
  /** Of the pool's settings, which the owner changes. */
  holdSeconds: fc.constantFrom(60, 300, 300, 3_600),
  isThere: fc.boolean(),
  /** Which of those who were there before. */
  who: fc.nat(),
});
type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;

/** Numbers and their holders, as time goes by: what the queue says at each step is compared, then done. */
function play(steps: readonly Step[], compare: (says: Pick | undefined, is?: Choice) => void) {
  const roster = new Roster([], []);
  const stateOf = (number: string) => roster.stateOf(number);
  let queue = new NumberQueue(NUMBERS, stateOf);
  const naive = new NaiveQueue(NUMBERS, stateOf);
  const begun: Lease[] = [];
  let now = NOON;

  const begin = (number: string, change: Partial<Lease>) => {
    const heldUntil = stateOf(number)?.freeAt ?? Number.POSITIVE_INFINITY;
    const next = lease({ number, startedAt: now, lastSeenAt: now, ...change });
    roster.record(next);
    begun.push(next);
    if ((stateOf(number)?.freeAt ?? 0) < heldUntil) queue.add(number);
  };

  for (const { passes, unusable, does, holdSeconds, isThere, who } of steps) {
    now += passes;
    const usable = (number: string) => !unusable.includes(number);
    const picked = queue.pick(now, usable);
    const reclaimed = queue.reclaim(now, usable);
    const idlest = queue.idlest(usable);
    compare(picked, naive.pick(now, usable));
    compare(reclaimed, naive.reclaim(now, usable));
    compare(idlest, naive.idlest(usable));

    const visitorId = `visitor ${begun.length}`;
    const before = begun[who % begun.length];
    const current = before && stateOf(before.number)?.get(before.id);
    const own = picked ?? reclaimed;
    if (does === 'arrives' && own) {
      begin(own.number, { visitorId, holdSeconds, provisional: !isThere });
    } else if (does === 'shares' && idlest) {
      const shared = { grade: 'shared', sharedAt: now, provisional: !isThere } as const;
      begin(idlest.number, { visitorId, holdSeconds, ...shared });
    } else if (does === 'returns' && current) {
      const { number, lastSeenAt } = current;
      const beside = stateOf(number)?.isHeldBeside(current.visitorId, now);
      begin(number, {
        visitorId: current.visitorId,
        holdSeconds: Math.max(holdSeconds, current.holdSeconds),
        lastSeenAt: Math.max(now, lastSeenAt),
        grade: beside ? 'shared' : 'own',
        sharedAt: beside ? now : null,
      });
    } else if (does === 'is seen' && current) {
      const renewed = roster.renewed(current.number, current.visitorId, now);
      if (renewed) roster.record(renewed);
    } else if (does === 'loads again' && current) {
      roster.record({ ...current, lastSeenAt: Math.max(now, current.lastSeenAt) });
    }
    // An inventory that is changed is read anew.
    if (who % 20 === 0) queue = new NumberQueue(NUMBERS, stateOf);
  }
}

describe('whatever the history of the numbers', () => {
  it('the queue picks, takes back and shares what looking at every number would', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 60 }), (steps) => {
        play(steps, (says, is) => {
          expect(says?.seenAt).toBe(is?.seenAt);
          if (says) expect(is?.numbers).toContain(says.number);
        });
      }),
      { numRuns: 300 },
    );
  });
});
