import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Lease, validForSeconds } from '../../../../worker/domain/leases/lease.ts';
import { type EpochMs, SECOND } from '../../../../worker/domain/time.ts';
import { anyHistory, type Happened, type Settings } from './any-history.ts';
import { leasesOf, shown } from './make-visit.ts';

const EVERY: readonly (readonly [string, readonly Settings[]])[] = [
  ['give a number of one’s own or none', [{}]],
  ['share', [{ share: true }]],
  ['fall back', [{ fallback: 'f1' }]],
  [
    'are changed by their owner at any time',
    [
      { share: true },
      { share: true, fallback: 'f1' },
      { fallback: 'f2' },
      { paused: true, fallback: 'f1' },
      {},
    ],
  ],
];

const decided = (history: readonly Happened[]) =>
  history.flatMap(({ now, pools, decision }) => (decision ? [{ now, pools, decision }] : []));

describe.each(EVERY)('where pools %s', (_name, settings) => {
  const histories = anyHistory(settings);
  const holds = (rule: (history: readonly Happened[]) => void) =>
    fc.assert(fc.property(histories, rule), { numRuns: 200 });

  it('two targets are never leased one number in one visit', () => {
    holds((history) => {
      for (const { decision } of decided(history)) {
        const numbers = leasesOf(decision).map(({ number }) => number);
        expect(new Set(numbers).size).toBe(numbers.length);
      }
    });
  });

  it('nobody is leased a number as their own that the browser of another may still show', () => {
    holds((history) => {
      const promises = new Map<string, Map<string, EpochMs>>();
      const promise = ({ number, visitorId, ...lease }: Lease, now: EpochMs) => {
        const until = now + validForSeconds(lease) * SECOND;
        const ofNumber = promises.get(number) ?? new Map<string, EpochMs>();
        ofNumber.set(visitorId, Math.max(until, ofNumber.get(visitorId) ?? 0));
        promises.set(number, ofNumber);
      };
      for (const { now, decision, renewed } of history) {
        for (const { lease, begins } of decision?.grants ?? []) {
          if (!lease) continue;
          const others = [...(promises.get(lease.number) ?? [])].filter(
            ([visitorId, until]) => visitorId !== lease.visitorId && now < until,
          );
          if (begins && others.length > 0) expect(lease.grade).toBe('shared');
          // What is over stays over, though the clock is put back.
          if (begins && lease.grade === 'own') promises.delete(lease.number);
          promise(lease, now);
        }
        for (const lease of renewed) promise(lease, now);
      }
    });
  });

  it('two who hold one number both know that they share it', () => {
    holds((history) => {
      for (const { holders } of history) {
        for (const leases of holders.values()) {
          if (leases.length < 2) continue;
          for (const { grade, sharedAt } of leases) {
            expect(grade).toBe('shared');
            expect(sharedAt).not.toBeNull();
          }
        }
      }
    });
  });

  it('a number, that which a pool falls back on too, never changes within a session', () => {
    holds((history) => {
      const first = new Map<string, string>();
      for (const { decision } of decided(history)) {
        for (const { target, number } of decision.grants) {
          const key = `${decision.session.id} ${target}`;
          const before = first.get(key) ?? number;
          expect(number).toBe(before);
          if (before !== null) first.set(key, before);
        }
      }
    });
  });

  it('a session knows the numbers that it is shown', () => {
    holds((history) => {
      for (const { decision } of decided(history)) {
        expect(decision.session.numbers).toMatchObject(shown(decision));
      }
    });
  });

  it('every wanted target has its grant, and a lease says the same as its grant', () => {
    holds((history) => {
      for (const { decision } of decided(history)) {
        for (const { target, number, grade, lease, begins, exhausted } of decision.grants) {
          if (lease) expect(lease).toMatchObject({ target, number, grade });
          else expect(['fallback', 'none']).toContain(grade);
          expect(number === null).toBe(grade === 'none');
          if (begins) expect(lease).not.toBeNull();
          if (exhausted) expect(grade).not.toBe('own');
        }
      }
    });
  });

  it('a lease that a visit goes on with, or begins, is of its session', () => {
    holds((history) => {
      const ids = new Set<string>();
      for (const { decision } of decided(history)) {
        for (const { lease, begins } of decision.grants) {
          if (!lease) continue;
          expect(lease.sessionId).toBe(decision.session.id);
          expect(lease.visitorId).toBe(decision.session.visitorId);
          expect(ids.has(lease.id)).toBe(!begins);
          ids.add(lease.id);
        }
      }
    });
  });

  it('a number that its session did not have before is one that the pool has and leases now', () => {
    holds((history) => {
      const had = new Set<string>();
      for (const { pools, decision } of decided(history)) {
        for (const { sessionId, number, pool } of leasesOf(decision)) {
          const key = `${sessionId} ${number}`;
          const settings = pools.find(({ name }) => name === pool);
          if (!had.has(key)) {
            expect(settings?.numbers).toContain(number);
            expect(settings?.paused).toBe(false);
          }
          had.add(key);
        }
      }
    });
  });

  it('no lease ends before it was last seen, and none begins before its visit', () => {
    holds((history) => {
      for (const { now, decision } of decided(history)) {
        for (const { lease, begins } of decision.grants) {
          if (!lease) continue;
          expect(lease.lastSeenAt).toBeGreaterThanOrEqual(now);
          expect(lease.lastSeenAt).toBeGreaterThanOrEqual(lease.startedAt);
          if (begins) expect(lease.startedAt).toBe(now);
        }
      }
    });
  });

  it('nothing is shared but by a pool that shares, or where its visitor has the number already', () => {
    holds((history) => {
      const known = new Set<string>();
      for (const { pools, decision } of decided(history)) {
        for (const { visitorId, number, pool, grade } of leasesOf(decision)) {
          const key = `${visitorId} ${number}`;
          const shares = pools.find(({ name }) => name === pool)?.share;
          if (grade === 'shared' && !known.has(key)) expect(shares).toBe(true);
          known.add(key);
        }
      }
    });
  });
});
