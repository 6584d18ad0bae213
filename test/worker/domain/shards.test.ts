import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ID_RANDOM_BYTES, MOST_SHARDS, newId } from '../../../worker/domain/ids.ts';
import { homeShard, shardsToAsk } from '../../../worker/domain/shards.ts';

const bytes = new Uint8Array(ID_RANDOM_BYTES);
const idOf = (shard: number) => newId(1_764_079_200_000, bytes, shard);

const anyShards = fc.integer({ min: 1, max: MOST_SHARDS });
const anyId = fc
  .tuple(
    fc.nat(MOST_SHARDS - 1),
    fc.uint8Array({ minLength: ID_RANDOM_BYTES, maxLength: ID_RANDOM_BYTES }),
  )
  .map(([shard, random]) => newId(1_764_079_200_000, random, shard));
const anyVisit = fc.record({
  visitorId: fc.option(anyId),
  sessionId: fc.option(anyId),
  view: fc.option(fc.string({ minLength: 8, maxLength: 30 })),
});

describe('the shard of a visit', () => {
  const nobody = { visitorId: null, sessionId: null, view: null };

  it('is where its session is', () => {
    const visit = { visitorId: idOf(1), sessionId: idOf(2), view: 'v' };
    expect(homeShard(visit, 4)).toBe(2);
  });

  it('is else where its visitor was first seen', () => {
    expect(homeShard({ ...nobody, visitorId: idOf(3), view: 'v' }, 4)).toBe(3);
  });

  it('is that of the visitor where the session’s is gone', () => {
    expect(homeShard({ visitorId: idOf(1), sessionId: idOf(3), view: 'v' }, 2)).toBe(1);
  });

  it('is the only one of a site that has one', () => {
    fc.assert(
      fc.property(anyVisit, (visit) => {
        expect(homeShard(visit, 1)).toBe(0);
      }),
    );
  });

  it('is one that the site has, and always the same', () => {
    fc.assert(
      fc.property(anyVisit, anyShards, (visit, shards) => {
        const home = homeShard(visit, shards);
        expect(home).toBeGreaterThanOrEqual(0);
        expect(home).toBeLessThan(shards);
        expect(homeShard({ ...visit }, shards)).toBe(home);
      }),
    );
  });

  it('stays the same for every known visitor as shards are added', () => {
    fc.assert(
      fc.property(fc.nat(7), fc.integer({ min: 8, max: MOST_SHARDS }), (shard, shards) => {
        const visit = { ...nobody, visitorId: idOf(shard), view: 'v' };
        expect(homeShard(visit, 8)).toBe(shard);
        expect(homeShard(visit, shards)).toBe(shard);
      }),
    );
  });

  it('stays the same, as shards are taken away, for those whose shard is left', () => {
    expect(homeShard({ ...nobody, visitorId: idOf(1) }, 8)).toBe(1);
    expect(homeShard({ ...nobody, visitorId: idOf(1) }, 2)).toBe(1);
  });

  it('of a new visitor is that of the same page view when it is repeated', () => {
    const visit = { ...nobody, view: 'some random view' };
    expect(homeShard(visit, 8)).toBe(homeShard({ ...visit }, 8));
  });

  it('of new visitors is any of them, about as often', () => {
    const counts = Array.from({ length: 8 }, () => 0);
    for (let visitor = 0; visitor < 8_000; visitor++) {
      const home = homeShard({ ...nobody, view: `view ${visitor}` }, 8);
      counts[home] = (counts[home] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(850);
    expect(Math.max(...counts)).toBeLessThan(1_150);
  });

  it('of visitors whose shards are gone is any of those left, about as often', () => {
    const counts = [0, 0];
    for (let visitor = 0; visitor < 2_000; visitor++) {
      const random = Uint8Array.from(bytes, (_, index) => (visitor >> (2 * index)) & 31);
      const visitorId = newId(1_764_079_200_000 + visitor, random, 2 + (visitor % 6));
      const home = homeShard({ ...nobody, visitorId, view: 'the same' }, 2);
      counts[home] = (counts[home] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(850);
  });
});

describe('the shards that are asked for a number', () => {
  it('are the home, and the next ones as long as there are any', () => {
    expect(shardsToAsk(0, 1)).toEqual([0]);
    expect(shardsToAsk(1, 2)).toEqual([1, 0]);
    expect(shardsToAsk(2, 4)).toEqual([2, 3, 0]);
  });

  it('are different ones of the site’s, the home first, and never more than three', () => {
    fc.assert(
      fc.property(anyShards, fc.nat(), (shards, any) => {
        const home = any % shards;
        const asked = shardsToAsk(home, shards);
        expect(asked[0]).toBe(home);
        expect(new Set(asked).size).toBe(asked.length);
        expect(asked.length).toBe(Math.min(3, shards));
        for (const shard of asked) expect(shard).toBeLessThan(shards);
      }),
    );
  });
});
