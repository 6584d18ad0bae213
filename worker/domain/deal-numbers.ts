import { DAY } from './time.ts';

/** Where a number is until it is dealt. */
export type NumberPlace = {
  readonly shard: number;
  /** The shard it came from within `SETTLING`, where somebody may still be shown it; null for none. */
  readonly from: number | null;
  /** The pool it is in; null for one that is removed, or static. */
  readonly pool: string | null;
};

type Pool = { readonly name: string; readonly numbers: readonly string[] };
type ShardCounts = { readonly before: number; readonly now: number };

/**
 * Milliseconds within which a number that moved to another shard does not move on to a third: for as
 * long as the first may still hold it for somebody. The longest hold time is a day, and a visit may go
 * on for a while after the number has moved.
 */
export const SETTLING = 2 * DAY;

/**
 * Deals the numbers of each pool out among the shards, evenly and moving as few as possible.
 *
 * While the count of shards stays, a number stays where it is, whatever is added beside it or removed:
 * only those that are new to their pool go where the fewest are, and of these one that has a shard already
 * keeps it where that is as even. When the count changes, every pool is dealt anew, and what has to move
 * does; but a number that has only just moved stays or goes back (see `SETTLING`). Where both of its
 * shards are given up at once it stays too, and rests until it is next dealt.
 *
 * @param places of the numbers that are known already.
 * @param shards how many there were, and how many there are to be.
 * @returns the shard of every number.
 */
export function dealNumbers(
  pools: readonly Pool[],
  places: ReadonlyMap<string, NumberPlace>,
  shards: ShardCounts,
): Map<string, number> {
  const dealt = new Map<string, number>();
  const overall = zeros(shards.now);
  for (const pool of pools) {
    const shardOf = dealPool(pool, places, shards, overall);
    for (const [number, shard] of shardOf) {
      dealt.set(number, shard);
      add(overall, shard, 1);
    }
  }
  return dealt;
}

/** @param overall how many numbers of other pools each shard has. */
function dealPool(
  { name, numbers }: Pool,
  places: ReadonlyMap<string, NumberPlace>,
  shards: ShardCounts,
  overall: readonly number[],
): Map<string, number> {
  const dealt = new Map<string, number>();
  const loads = zeros(shards.now);
  const wishes = zeros(shards.now);
  for (const number of numbers) {
    const place = places.get(number);
    const shard = fixedShard(place, name, shards);
    if (shard === undefined) add(wishes, place?.shard, 1);
    else dealt.set(number, shard);
    add(loads, shard, 1);
  }
  const open = numbers.filter((number) => !dealt.has(number));
  const room = roomFor(open.length, loads, wishes, overall);
  for (const number of open) {
    const wish = places.get(number)?.shard;
    if (wish === undefined || !room[wish]) continue;
    dealt.set(number, wish);
    add(room, wish, -1);
  }
  let shard = 0;
  for (const number of open.filter((each) => !dealt.has(each))) {
    while (room[shard] === 0) shard += 1;
    dealt.set(number, shard);
    add(room, shard, -1);
  }
  return dealt;
}

/** Where the number has to be; undefined where that is to be dealt. */
function fixedShard(
  place: NumberPlace | undefined,
  pool: string,
  shards: ShardCounts,
): number | undefined {
  if (place === undefined) return undefined;
  const { shard, from } = place;
  if (from !== null) return shard >= shards.now && from < shards.now ? from : shard;
  const settled = shards.before === shards.now && place.pool === pool && shard < shards.now;
  return settled ? shard : undefined;
}

/**
 * How many of `count` numbers each shard is to take, so that the loads end as even as can be. Of shards
 * that are as full, those come first that keep one more of their own by it, then those with the fewest
 * numbers of other pools.
 */
function roomFor(
  count: number,
  loads: readonly number[],
  wishes: readonly number[],
  overall: readonly number[],
): number[] {
  const room = zeros(loads.length);
  const keepsOne = (shard: number) => (at(wishes, shard) > at(room, shard) ? 1 : 0);
  const compare = (a: number, b: number) =>
    at(loads, a) + at(room, a) - at(loads, b) - at(room, b) ||
    keepsOne(b) - keepsOne(a) ||
    at(overall, a) - at(overall, b);
  for (let given = 0; given < count; given++) {
    let best = 0;
    for (let shard = 1; shard < loads.length; shard++) {
      if (compare(shard, best) < 0) best = shard;
    }
    add(room, best, 1);
  }
  return room;
}

function zeros(count: number): number[] {
  return new Array<number>(count).fill(0);
}

function at(counts: readonly number[], shard: number): number {
  return counts[shard] ?? 0;
}

/** Nothing for a shard that is not among them: one that was given up, or none. */
function add(counts: number[], shard: number | undefined, change: number): void {
  if (shard === undefined || shard >= counts.length) return;
  counts[shard] = at(counts, shard) + change;
}
