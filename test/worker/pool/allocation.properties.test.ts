import { env } from 'cloudflare:test';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HOLD_SECONDS, openCrowd, type Step } from './crowd.ts';

/** More visitors than numbers, so that they are always in each other's way. */
const visitor = fc.nat(3);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('visit' as const),
      visitors: fc.array(visitor, { minLength: 1, maxLength: 4 }),
      campaign: fc.constantFrom('', '', '', 'spring', 'summer'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constantFrom('renew' as const, 'leave' as const), visitor }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('tap' as const), visitor, ageSeconds: fc.nat(200) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('wait' as const),
      seconds: fc.oneof(
        { weight: 8, arbitrary: fc.integer({ min: 10, max: HOLD_SECONDS }) },
        { weight: 1, arbitrary: fc.constantFrom(1, 60, 1_800) },
      ),
    }),
  },
  { weight: 3, arbitrary: fc.constantFrom<Step>({ type: 'alarm' }, { type: 'evict' }) },
);
const interleavings = fc.array(step, { minLength: 1, maxLength: 80, size: 'max' });

type LeaseRow = {
  number: string;
  session_id: string;
  started_at: number;
  last_seen_at: number;
  hold_seconds: number;
};
type SessionRow = { id: string; visitor_id: string };

async function historyOf(siteId: string): Promise<(LeaseRow & { visitor: string })[]> {
  const rows = async <R>(table: string) =>
    (
      await env.DB.prepare(`SELECT * FROM ${table} WHERE site_id = ? ORDER BY id`)
        .bind(siteId)
        .all<R>()
    ).results;
  const sessions = await rows<SessionRow>('sessions');
  return (await rows<LeaseRow>('leases')).map((lease) => ({
    ...lease,
    visitor: sessions.find(({ id }) => id === lease.session_id)?.visitor_id ?? '',
  }));
}

it('whatever happens, no number is with two visitors, changes within a session or is withheld', async () => {
  await fc.assert(
    fc.asyncProperty(interleavings, async (steps) => {
      const crowd = await openCrowd();
      for (const each of steps) await crowd.take(each);
      expect(crowd.breaches).toEqual([]);
    }),
    { numRuns: 100 },
  );
}, 60_000);

it('whatever happens, every acknowledged lease reaches D1, and no two of a number overlap', async () => {
  await fc.assert(
    fc.asyncProperty(interleavings, async (steps) => {
      const crowd = await openCrowd();
      for (const each of steps) await crowd.take(each);
      await crowd.pool.tick();
      const history = await historyOf(crowd.siteId);

      const kept = history.map(({ session_id, number }) => `${session_id} ${number}`);
      expect(kept).toEqual(
        expect.arrayContaining([...crowd.acknowledged].map((pair) => pair.join(' '))),
      );

      for (const leases of Map.groupBy(history, ({ number }) => number).values()) {
        for (const [index, next] of leases.slice(1).entries()) {
          const before = leases[index] as (typeof leases)[number];
          const hold = before.visitor === next.visitor ? 0 : before.hold_seconds * 1_000;
          expect(before.last_seen_at + hold).toBeLessThanOrEqual(next.started_at);
        }
      }
    }),
    { numRuns: 40 },
  );
}, 60_000);
