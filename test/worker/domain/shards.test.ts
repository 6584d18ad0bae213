import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ID_RANDOM_BYTES, MOST_SHARDS, newId } from '../../../worker/domain/ids.ts';
import { shardsToAsk } from '../../../worker/domain/shards.ts';

const NOON = 1_764_079_200_000;
const idOf = (shard: number) => newId(NOON, new Uint8Array(ID_RANDOM_BYTES), 0, shard);

const nobody = { visitorId: null, sessionId: null, view: null };
type Visiting = Parameters<typeof shardsToAsk>[0];

const asked = (visit: Partial<Visiting>, shards: number) =>
  shardsToAsk({ ...nobody, ...visit }, shards);
const home = (visit: Partial<Visiting>, shards: number) => asked(visit, shards)[0];

const anyShards = fc.integer({ min: 1, max: MOST_SHARDS });
const anyId = fc
  .tuple(
    fc.nat(MOST_SHARDS - 1),
    fc.uint8Array({ minLength: ID_RANDOM_BYTES, maxLength: ID_RANDOM_BYTES }),
  )
  .map(([shard, random]) => newId(NOON, random, 0, shard));
const anyVisit = fc.record({
  visitorId: fc.option(anyId),
  sessionId: fc.option(anyId),
  view: fc.option(fc.string({ minLength: 8, maxLength: 30 })),
});

describe('the shard of a visit', () => {
  it('is where its session is', () => {
    expect(home({ visitorId: idOf(1), sessionId: idOf(2), view: 'v' }, 4)).toBe(2);
  });

  it('is else where its visitor was first seen', () => {
    expect(home({ visitorId: idOf(3), view: 'v' }, 4)).toBe(3);
  });

  it('is the only one of a site that has one, but for a session of another', () => {
    fc.assert(
      fc.property(anyVisit, (visit) => {
        expect(asked({ ...visit, sessionId: null }, 1)).toEqual([0]);
      }),
    );
  });

  it('stays the same for every known visitor as shards are added', () => {
    fc.assert(
      fc.property(fc.nat(7), fc.integer({ min: 8, max: MOST_SHARDS }), (shard, shards) => {
        const visit = { visitorId: idOf(shard), view: 'v' };
        expect(home(visit, 8)).toBe(shard);
        expect(home(visit, shards)).toBe(shard);
      }),
    );
  });

  it('stays the same, as shards are taken away, for those whose shard is left', () => {
    expect(home({ visitorId: idOf(1) }, 8)).toBe(1);
    expect(home({ visitorId: idOf(1) }, 2)).toBe(1);
  });

  it('of a new visitor is that of the same page view when it is repeated', () => {
    fc.assert(
      fc.property(fc.string(), anyShards, (view, shards) => {
        expect(asked({ view }, shards)).toEqual(asked({ view }, shards));
      }),
    );
  });

  it('of new visitors is any of them, about as often', () => {
    const counts = Array.from({ length: 8 }, () => 0);
    for (let visitor = 0; visitor < 8_000; visitor++) {
      const shard = home({ view: `view ${visitor}` }, 8) ?? 0;
      counts[shard] = (counts[shard] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(850);
    expect(Math.max(...counts)).toBeLessThan(1_150);
  });

  it('of visitors whose own is gone is any of those left, about as often', () => {
    const counts = [0, 0];
    for (let visitor = 0; visitor < 2_000; visitor++) {
      const random = new Uint8Array(ID_RANDOM_BYTES).fill(visitor & 31);
      const visitorId = newId(NOON + visitor, random, 0, 2 + (visitor % 6));
      const shard = home({ visitorId, view: 'the same' }, 2) ?? 0;
      counts[shard] = (counts[shard] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(850);
  });
});

describe('the shards that are asked for a number', () => {
  it('are the home and two after it, and the home again, to give what it has', () => {
    const of = (shard: number) => ({ visitorId: idOf(shard) });
    expect(asked(of(1), 2)).toEqual([1, 0, 1]);
    expect(asked(of(1), 3)).toEqual([1, 2, 0, 1]);
    expect(asked(of(2), 4)).toEqual([2, 3, 0, 2]);
  });

  it('are first the one where the session is, though it is no longer used or not heard of yet', () => {
    const visit = { sessionId: idOf(3), visitorId: idOf(1) };
    expect(asked(visit, 2)).toEqual([3, 1, 0, 1]);
    expect(asked({ sessionId: idOf(3) }, 1)).toEqual([3, 0]);
  });

  it('are each asked once but for the last, which was the first that is in use', () => {
    fc.assert(
      fc.property(anyVisit, anyShards, (visit, shards) => {
        const all = asked(visit, shards);
        const once = all.filter((shard, index) => all.indexOf(shard) === index);
        expect(all.length - once.length).toBeLessThanOrEqual(1);
        expect(once.filter((shard) => shard < shards)).toHaveLength(Math.min(3, shards));
        expect(all.at(-1)).toBe(once.find((shard) => shard < shards));
      }),
    );
  });
});
