import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dealNumbers, type NumberPlace } from '../../../worker/domain/deal-numbers.ts';

const POOLS = ['main', 'spare'] as const;

type Dealt = {
  readonly number: string;
  readonly pool: (typeof POOLS)[number];
  readonly place: NumberPlace | undefined;
};
type Case = { readonly before: number; readonly now: number; readonly numbers: readonly Dealt[] };

/** Numbers of two pools, some of them new, some from elsewhere, none of them only just moved. */
function anyCase(counts: fc.Arbitrary<{ before: number; now: number }>, most: number) {
  return counts.chain(({ before, now }) =>
    fc
      .array(
        fc.record({
          pool: fc.constantFrom(...POOLS),
          place: fc.option(
            fc.record({
              shard: fc.nat(before - 1),
              from: fc.constant(null),
              pool: fc.constantFrom(...POOLS, null),
            }),
            { nil: undefined, freq: 3 },
          ),
        }),
        { maxLength: most },
      )
      .map(
        (list): Case => ({
          before,
          now,
          numbers: list.map((entry, index) => ({ ...entry, number: `n${index}` })),
        }),
      ),
  );
}

const anyCount = fc.integer({ min: 1, max: 5 });
const sameCount = anyCount.map((count) => ({ before: count, now: count }));
const otherCount = fc
  .tuple(anyCount, anyCount)
  .filter(([before, now]) => before !== now)
  .map(([before, now]) => ({ before, now }));

function poolsOf(numbers: readonly Dealt[]) {
  return POOLS.map((name) => ({
    name,
    numbers: numbers.filter(({ pool }) => pool === name).map(({ number }) => number),
  }));
}

function dealCase({ before, now, numbers }: Case): Map<string, number> {
  const places = new Map(
    numbers.flatMap(({ number, place }) => (place ? [[number, place] as const] : [])),
  );
  return dealNumbers(poolsOf(numbers), places, { before, now });
}

function loads(numbers: readonly string[], dealt: ReadonlyMap<string, number>, shards: number) {
  return Array.from(
    { length: shards },
    (_, shard) => numbers.filter((number) => dealt.get(number) === shard).length,
  );
}

function movesOf(numbers: readonly Dealt[], dealt: ReadonlyMap<string, number>): number {
  return numbers.filter(({ number, place }) => place && place.shard !== dealt.get(number)).length;
}

/** The fewest moves by which a pool can be even, found by trying all there is. */
function fewestMoves(numbers: readonly Dealt[], shards: number): number {
  let fewest = Number.POSITIVE_INFINITY;
  const counts = new Array<number>(shards).fill(0);
  const tryFrom = (index: number, moves: number): void => {
    const number = numbers[index];
    if (number === undefined) {
      if (Math.max(...counts) - Math.min(...counts) <= 1) fewest = Math.min(fewest, moves);
      return;
    }
    for (let shard = 0; shard < shards; shard++) {
      counts[shard] = (counts[shard] ?? 0) + 1;
      tryFrom(index + 1, moves + (number.place && number.place.shard !== shard ? 1 : 0));
      counts[shard] = (counts[shard] ?? 0) - 1;
    }
  };
  tryFrom(0, 0);
  return fewest;
}

it('every number has a shard that there is', () => {
  fc.assert(
    fc.property(anyCase(fc.oneof(sameCount, otherCount), 40), (given) => {
      const dealt = dealCase(given);
      expect([...dealt.keys()].sort()).toEqual(given.numbers.map(({ number }) => number).sort());
      for (const shard of dealt.values()) {
        expect(shard).toBeGreaterThanOrEqual(0);
        expect(shard).toBeLessThan(given.now);
      }
    }),
  );
});

it('a changed count leaves every pool even', () => {
  fc.assert(
    fc.property(anyCase(otherCount, 40), (given) => {
      const dealt = dealCase(given);
      for (const { numbers } of poolsOf(given.numbers)) {
        const counts = loads(numbers, dealt, given.now);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }
    }),
  );
});

it('no other way of making a pool even moves fewer', () => {
  fc.assert(
    fc.property(
      anyCase(
        otherCount.filter(({ now }) => now < 4),
        8,
      ),
      (given) => {
        const dealt = dealCase(given);
        for (const name of POOLS) {
          const ofPool = given.numbers.filter(({ pool }) => pool === name);
          expect(movesOf(ofPool, dealt)).toBe(fewestMoves(ofPool, given.now));
        }
      },
    ),
  );
});

it('while the count stays, a number that stays in its pool stays in its shard', () => {
  fc.assert(
    fc.property(anyCase(sameCount, 40), (given) => {
      const dealt = dealCase(given);
      for (const { number, pool, place } of given.numbers) {
        if (place?.pool === pool) expect(dealt.get(number)).toBe(place.shard);
      }
    }),
  );
});

it('a number comes only to a shard that has no more of its pool than any other', () => {
  fc.assert(
    fc.property(anyCase(sameCount, 40), (given) => {
      const dealt = dealCase(given);
      for (const { name, numbers } of poolsOf(given.numbers)) {
        const counts = loads(numbers, dealt, given.now);
        const come = given.numbers.filter(
          ({ pool, place }) => pool === name && place?.pool !== name,
        );
        for (const { number } of come) {
          expect(counts[dealt.get(number) ?? -1]).toBeLessThanOrEqual(Math.min(...counts) + 1);
        }
      }
    }),
  );
});

it('what has been dealt is not moved by dealing it again', () => {
  fc.assert(
    fc.property(anyCase(fc.oneof(sameCount, otherCount), 40), (given) => {
      const dealt = dealCase(given);
      const places = given.numbers.map(({ number, pool }) => ({
        number,
        pool,
        place: { shard: dealt.get(number) ?? -1, from: null, pool },
      }));
      expect(dealCase({ before: given.now, now: given.now, numbers: places })).toEqual(dealt);
    }),
  );
});

it('a number that has only just moved is where it was, or where it came from, whatever the counts', () => {
  const anyMoved = fc
    .tuple(anyCount, anyCount, fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { maxLength: 20 }))
    .map(([before, now, moved]) => ({ before, now, moved }));
  fc.assert(
    fc.property(anyMoved, ({ before, now, moved }) => {
      const numbers = moved.map(([shard, from], index) => ({
        number: `n${index}`,
        pool: 'main' as const,
        place: { shard, from, pool: 'main' },
      }));
      const dealt = dealCase({ before, now, numbers });
      for (const { number, place } of numbers) {
        expect([place.shard, place.from]).toContain(dealt.get(number));
      }
    }),
  );
});

it('ten thousand numbers are dealt out anew in no time', () => {
  const numbers = Array.from({ length: 10_000 }, (_, index) => `n${index}`);
  const places = new Map(numbers.map((number) => [number, { shard: 0, from: null, pool: 'main' }]));
  const before = performance.now();
  const dealt = dealNumbers([{ name: 'main', numbers }], places, { before: 1, now: 32 });
  expect(performance.now() - before).toBeLessThan(2_000);
  expect(loads(numbers, dealt, 32)).toEqual([...Array(16).fill(313), ...Array(16).fill(312)]);
});
