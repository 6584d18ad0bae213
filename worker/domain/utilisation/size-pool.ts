import { MAX_POOL_NUMBERS } from '../site-definition.ts';
import { HOUR, SECOND } from '../time.ts';
import { blockingUpTo } from './erlang-b.ts';

/** Steps of the curve, and of the part of it where the chance of finding none free falls. */
const CURVE_STEPS = 60;
const BEND_STEPS = 20;

export type SizingQuestion = {
  readonly arrivalsPerHour: number;
  /** Mean seconds for which a visitor keeps a number. */
  readonly holdSeconds: number;
  /** Numbers that the pool has. */
  readonly numbers: number;
  /** Share of arrivals (0 to 1) that may find every number taken. */
  readonly blocking: number;
  /** Mean seconds for which a number should cool down before somebody else gets it. */
  readonly coolDownSeconds: number;
};

/** What a pool of so many numbers gives. */
export type SizePoint = {
  readonly numbers: number;
  readonly blocking: number;
  /** Null where nobody gets a number: without numbers, or without arrivals. */
  readonly coolDownSeconds: number | null;
};

export type PoolSize = {
  /** In erlangs: numbers that would be held at once on average, were there always a free one. */
  readonly offeredLoad: number;
  /** The fewest numbers that meet each wish; null where `MAX_POOL_NUMBERS` do not. */
  readonly forBlocking: number | null;
  readonly forCoolDown: number | null;
  /** The advice: enough for both wishes, or `MAX_POOL_NUMBERS` where that is not enough either. */
  readonly advised: SizePoint;
  /** Which wish asks for as many. */
  readonly decidedBy: 'blocking' | 'coolDown' | 'both';
  readonly reached: boolean;
  readonly current: SizePoint;
  /** What fewer and more numbers would give; in ascending order, the advice among them. */
  readonly curve: readonly SizePoint[];
};

/**
 * How many numbers a pool needs. The chance to find none free is Erlang B's. For the cool-down: numbers
 * are used in turn, the longest rested first, so that of N numbers each is leased once in every
 * N / (leases per second), and rests for what its lease leaves of that. An arrival that finds none free
 * takes none, and speeds nothing up. Both get better with every number added.
 */
export function sizePool(question: SizingQuestion): PoolSize {
  const { arrivalsPerHour, holdSeconds, numbers } = question;
  const perSecond = (arrivalsPerHour * SECOND) / HOUR;
  const offeredLoad = perSecond * holdSeconds;
  const chances = blockingUpTo(offeredLoad, Math.max(MAX_POOL_NUMBERS, numbers));

  const rests = (count: number) => {
    if (count === 0 || perSecond === 0) return null;
    const leasesPerSecond = perSecond * (1 - (chances[count] ?? 1));
    return Math.max(0, count / leasesPerSecond - holdSeconds);
  };
  const point = (count: number): SizePoint => ({
    numbers: count,
    blocking: chances[count] ?? 1,
    coolDownSeconds: rests(count),
  });

  const forBlocking = fewest((count) => (chances[count] ?? 1) <= question.blocking);
  const forCoolDown = fewest((count) => {
    const rest = rests(count);
    return rest === null || rest >= question.coolDownSeconds;
  });
  const [blocking, coolDown] = [
    forBlocking ?? MAX_POOL_NUMBERS + 1,
    forCoolDown ?? MAX_POOL_NUMBERS + 1,
  ];
  const needed = Math.max(blocking, coolDown);
  const advised = Math.min(needed, MAX_POOL_NUMBERS);
  return {
    offeredLoad,
    forBlocking,
    forCoolDown,
    advised: point(advised),
    decidedBy: blocking === coolDown ? 'both' : blocking > coolDown ? 'blocking' : 'coolDown',
    reached: needed <= MAX_POOL_NUMBERS,
    current: point(numbers),
    curve: countsAround(advised, blocking, coolDown, numbers).map(point),
  };
}

/** The fewest numbers that do, one at least. What more numbers can only make truer is searched by halves. */
function fewest(enough: (count: number) => boolean): number | null {
  if (!enough(MAX_POOL_NUMBERS)) return null;
  let [tooFew, does] = [0, MAX_POOL_NUMBERS];
  while (does - tooFew > 1) {
    const middle = Math.floor((tooFew + does) / 2);
    if (enough(middle)) does = middle;
    else tooFew = middle;
  }
  return does;
}

/**
 * Counts that show how the curve bends: from half of the smallest that matters to a quarter above the
 * largest. A pool far bigger than advised is left out, else the bend would be lost in the margin.
 */
function countsAround(
  advised: number,
  blocking: number,
  coolDown: number,
  current: number,
): number[] {
  const named = [advised, blocking, coolDown, current].filter(
    (count) => count >= 1 && count <= Math.min(MAX_POOL_NUMBERS, 3 * advised),
  );
  const first = Math.max(1, Math.floor(Math.min(...named) / 2));
  const last = Math.min(
    MAX_POOL_NUMBERS,
    Math.max(first + 9, Math.ceil(Math.max(...named) * 1.25)),
  );
  const bend = Math.min(last, Math.ceil(blocking * 1.25));
  const counts = [...steps(first, bend, BEND_STEPS), ...steps(first, last, CURVE_STEPS), ...named];
  return [...new Set(counts)].sort((one, other) => one - other);
}

/** Whole numbers from first to last, about as many as asked for, both ends among them. */
function steps(first: number, last: number, wanted: number): number[] {
  const count = Math.max(1, Math.min(wanted, last - first));
  return Array.from({ length: count + 1 }, (_, step) =>
    Math.round(first + ((last - first) * step) / count),
  );
}
