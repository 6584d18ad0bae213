import { describe, expect, it } from 'vitest';
import { dealNumbers, type NumberPlace } from '../../../worker/domain/deal-numbers.ts';

type Places = Readonly<Record<string, Partial<NumberPlace> & { readonly shard: number }>>;

/** Deals the pool `main` and what others there are; the numbers of each shard, in the order of the pools. */
function deal(
  pools: Readonly<Record<string, readonly string[]>>,
  places: Places,
  shards: { before: number; now: number },
): string[][] {
  const dealt = dealNumbers(
    Object.entries(pools).map(([name, numbers]) => ({ name, numbers })),
    new Map(
      Object.entries(places).map(([number, place]) => [
        number,
        { from: null, pool: 'main', ...place },
      ]),
    ),
    shards,
  );
  const count = Math.max(shards.now, ...[...dealt.values()].map((shard) => shard + 1));
  return Array.from({ length: count }, (_, shard) =>
    Object.values(pools)
      .flat()
      .filter((number) => dealt.get(number) === shard),
  );
}

const same = (count: number) => ({ before: count, now: count });

describe('new numbers', () => {
  it('all go to the only shard', () => {
    expect(deal({ main: ['a', 'b'] }, {}, same(1))).toEqual([['a', 'b']]);
  });

  it('are spread over the shards', () => {
    expect(deal({ main: ['a', 'b', 'c', 'd', 'e'] }, {}, same(2))).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e'],
    ]);
  });

  it('go where the fewest of their pool are', () => {
    const places = { a: { shard: 0 }, b: { shard: 0 }, c: { shard: 1 } };
    expect(deal({ main: ['a', 'b', 'c', 'd'] }, places, same(2))).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('of small pools do not all crowd the first shard', () => {
    const dealt = deal({ one: ['a'], two: ['b'], three: ['c'] }, {}, same(3));
    expect(dealt).toEqual([['a'], ['b'], ['c']]);
  });
});

describe('while the count of shards stays, a number stays', () => {
  it('when others are removed, however uneven that leaves them', () => {
    const places = { a: { shard: 0 }, b: { shard: 0 }, c: { shard: 0 } };
    expect(deal({ main: ['a', 'b', 'c'] }, places, same(2))).toEqual([['a', 'b', 'c'], []]);
  });

  it('when others are added, which make up for it', () => {
    const places = { a: { shard: 0 }, b: { shard: 0 }, c: { shard: 0 } };
    expect(deal({ main: ['x', 'a', 'b', 'c', 'y', 'z'] }, places, same(2))).toEqual([
      ['a', 'b', 'c'],
      ['x', 'y', 'z'],
    ]);
  });
});

describe('a number that comes to a pool from elsewhere', () => {
  it('keeps its shard where that is as even', () => {
    const places = { a: { shard: 0 }, b: { shard: 1, pool: 'other' } };
    expect(deal({ main: ['a', 'b', 'c'] }, places, same(2))).toEqual([['a', 'c'], ['b']]);
  });

  it('moves where it is not', () => {
    const places = { a: { shard: 1 }, b: { shard: 1 }, c: { shard: 1, pool: 'other' } };
    expect(deal({ main: ['a', 'b', 'c'] }, places, same(2))).toEqual([['c'], ['a', 'b']]);
  });

  it('keeps its shard when it was removed, and is back', () => {
    const places = { a: { shard: 0 }, b: { shard: 1, pool: null } };
    expect(deal({ main: ['a', 'b'] }, places, same(2))).toEqual([['a'], ['b']]);
  });
});

describe('when the count of shards changes', () => {
  it('only as many move as the new ones need', () => {
    const places = { a: { shard: 0 }, b: { shard: 0 }, c: { shard: 0 }, d: { shard: 0 } };
    expect(deal({ main: ['a', 'b', 'c', 'd'] }, places, { before: 1, now: 2 })).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('those of a shard that is given up move, and no others', () => {
    const places = { a: { shard: 0 }, b: { shard: 1 }, c: { shard: 2 }, d: { shard: 2 } };
    expect(deal({ main: ['a', 'b', 'c', 'd'] }, places, { before: 3, now: 2 })).toEqual([
      ['a', 'c'],
      ['b', 'd'],
    ]);
  });

  it('what was left uneven is made even', () => {
    const places = { a: { shard: 0 }, b: { shard: 0 }, c: { shard: 0 }, d: { shard: 1 } };
    expect(deal({ main: ['a', 'b', 'c', 'd'] }, places, { before: 3, now: 2 })).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });
});

describe('a number that has only just moved', () => {
  it('does not move on to a third shard', () => {
    const places = { a: { shard: 0 }, b: { shard: 1, from: 0 }, c: { shard: 1, from: 0 } };
    expect(deal({ main: ['a', 'b', 'c'] }, places, { before: 2, now: 3 })).toEqual([
      ['a'],
      ['b', 'c'],
      [],
    ]);
  });

  it('goes back where its shard is given up', () => {
    const places = { a: { shard: 0 }, b: { shard: 1, from: 0 } };
    expect(deal({ main: ['a', 'b'] }, places, { before: 2, now: 1 })).toEqual([['a', 'b']]);
  });

  it('rests where both are given up', () => {
    const places = { a: { shard: 3, from: 2 } };
    expect(deal({ main: ['a'] }, places, { before: 4, now: 2 })).toEqual([[], [], [], ['a']]);
  });

  it('is dealt again once it has settled', () => {
    const places = { a: { shard: 3 } };
    expect(deal({ main: ['a'] }, places, same(2))).toEqual([['a'], []]);
  });

  it('makes room for itself among the others', () => {
    const places = { a: { shard: 0 }, b: { shard: 0 }, c: { shard: 0 }, d: { shard: 1, from: 0 } };
    expect(deal({ main: ['a', 'b', 'c', 'd'] }, places, { before: 3, now: 2 })).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });
});
