import fc from 'fast-check';
import { expect, it } from 'vitest';
import { validForSeconds } from '../../../../worker/domain/leases/lease.ts';
import type { EpochMs } from '../../../../worker/domain/time.ts';
import { MINUTE, SECOND } from '../../../../worker/domain/time.ts';
import type { VisitDecision } from '../../../../worker/domain/visits/decide-visit.ts';
import type { Session } from '../../../../worker/domain/visits/session.ts';
import { type Arrival, openPool, poolOf, shown, touch } from './make-visit.ts';

/** One page view of a history, and what it was decided to be. */
type Happened = {
  readonly now: EpochMs;
  readonly numbers: Inventory;
  readonly decision: VisitDecision;
};
type Inventory = { readonly main: readonly string[]; readonly other: readonly string[] };

/** Inventories of a site whose owner adds numbers and takes them away. */
const INVENTORIES = [
  { main: ['m1', 'm2', 'm3'], other: ['o1'] },
  { main: ['m1'], other: ['o1', 'o2'] },
  { main: ['m2', 'm3', 'm4'], other: [] },
] as const;

const anyStep = fc.record({
  /** Mostly forward, about as fast as sessions and hold times end; now and then the clock is put back. */
  passes: fc.oneof(
    { weight: 9, arbitrary: fc.nat(15 * MINUTE) },
    { weight: 1, arbitrary: fc.integer({ min: -20 * MINUTE, max: 0 }) },
  ),
  visitor: fc.constantFrom('ada', 'bob', 'eve'),
  /** How many sessions back the one is that the browser names; the first names none. */
  names: fc.constantFrom(0, 0, 0, 1, undefined),
  campaign: fc.constantFrom(undefined, undefined, undefined, 'spring', 'autumn'),
  wanted: fc
    .subarray(['sales', 'support', 'press'], { minLength: 1 })
    .chain((targets) =>
      fc
        .shuffledSubarray(targets, { minLength: targets.length })
        .map((order) =>
          Object.fromEntries(
            order.map((target) => [target, target === 'press' ? 'other' : 'main']),
          ),
        ),
    ),
  inventory: fc.option(fc.constantFrom(...INVENTORIES), { freq: 8, nil: undefined }),
});

const anyHistory: fc.Arbitrary<readonly Happened[]> = fc
  .array(anyStep, { minLength: 1, maxLength: 40 })
  .map((steps) => {
    const pools = ({ main, other }: Inventory) => [
      { ...poolOf(0), numbers: main },
      { ...poolOf(0, 'other'), numbers: other },
    ];
    let numbers: Inventory = INVENTORIES[0];
    let now = 1_764_079_200_000;
    const pool = openPool(...pools(numbers));
    const sessions = new Map<string, Session[]>();
    return steps.map(({ passes, visitor, names, campaign, wanted, inventory }) => {
      now += passes;
      if (inventory) {
        numbers = inventory;
        pool.reopen(...pools(numbers));
      }
      const known = sessions.get(visitor) ?? [];
      const arrival: Arrival = {
        visitorId: visitor,
        current: names === undefined ? undefined : known[names],
        touch: touch(campaign === undefined ? {} : { utm_campaign: campaign }),
        wanted,
      };
      const decision = pool.arrive(now, arrival);
      const others = known.filter(({ id }) => id !== decision.session.id);
      sessions.set(visitor, [decision.session, ...others]);
      return { now, numbers, decision };
    });
  });

it('two targets never share a number in one visit', () => {
  fc.assert(
    fc.property(anyHistory, (history) => {
      for (const { decision } of history) {
        const numbers = Object.values(shown(decision));
        expect(new Set(numbers).size).toBe(numbers.length);
      }
    }),
  );
});

it('nobody is leased a number that the browser of another visitor may still show', () => {
  fc.assert(
    fc.property(anyHistory, (history) => {
      const holders = new Map<string, { visitorId: string; until: EpochMs }>();
      for (const { now, decision } of history) {
        for (const { lease } of decision.leases) {
          const { visitorId } = lease;
          const before = holders.get(lease.number);
          const same = before?.visitorId === visitorId;
          if (before && !same) expect(now).toBeGreaterThanOrEqual(before.until);
          const until = now + validForSeconds(lease) * SECOND;
          holders.set(lease.number, {
            visitorId,
            until: same ? Math.max(before.until, until) : until,
          });
        }
      }
    }),
  );
});

it('a number never changes within a session', () => {
  fc.assert(
    fc.property(anyHistory, (history) => {
      const first = new Map<string, string>();
      for (const { decision } of history) {
        for (const { lease } of decision.leases) {
          const key = `${lease.sessionId} ${lease.target}`;
          expect(lease.number).toBe(first.get(key) ?? lease.number);
          first.set(key, lease.number);
        }
      }
    }),
  );
});

it('a session knows the numbers that it is shown', () => {
  fc.assert(
    fc.property(anyHistory, (history) => {
      for (const { decision } of history) {
        expect(decision.session.numbers).toMatchObject(shown(decision));
      }
    }),
  );
});

it('a new lease belongs to the session', () => {
  fc.assert(
    fc.property(anyHistory, (history) => {
      for (const { decision } of history) {
        for (const { lease } of decision.leases) {
          expect(lease.sessionId).toBe(decision.session.id);
          expect(lease.visitorId).toBe(decision.session.visitorId);
        }
      }
    }),
  );
});

it('a number that its session did not have before is one that the pool has now', () => {
  fc.assert(
    fc.property(anyHistory, (history) => {
      const had = new Set<string>();
      for (const { numbers, decision } of history) {
        for (const { lease } of decision.leases) {
          const key = `${lease.sessionId} ${lease.number}`;
          if (!had.has(key)) expect(numbers[lease.pool as keyof Inventory]).toContain(lease.number);
          had.add(key);
        }
      }
    }),
  );
});

it('no lease ends before it was last seen', () => {
  fc.assert(
    fc.property(anyHistory, (history) => {
      for (const { now, decision } of history) {
        for (const { lease } of decision.leases) {
          expect(lease.lastSeenAt).toBeGreaterThanOrEqual(now);
          expect(lease.lastSeenAt).toBeGreaterThanOrEqual(lease.startedAt);
        }
      }
    }),
  );
});
