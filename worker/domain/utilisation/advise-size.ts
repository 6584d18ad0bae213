import type { EpochMs } from '../time.ts';
import { type LoadUnknown, type MeasuredLoad, measureLoad } from './measure-load.ts';
import type { UseSpan } from './pool-use.ts';
import { type PoolSize, type SizingQuestion, sizePool } from './size-pool.ts';

/** What the owner wants of the pool, and the hour it is to hold for. */
export type SizingWishes = Pick<SizingQuestion, 'blocking' | 'coolDownSeconds'> & {
  readonly hour: 'busiest' | 'p95';
};

/** One visitor in a hundred without a number of their own, and an hour of rest. */
export const USUAL_WISHES: SizingWishes = {
  blocking: 0.01,
  coolDownSeconds: 3_600,
  hour: 'busiest',
};

export type SizeAdvice =
  | { readonly ok: true; readonly load: MeasuredLoad; readonly size: PoolSize }
  | { readonly ok: false; readonly code: LoadUnknown };

/** Why there is no advice, and what to do about it. */
export const WHY_NO_ADVICE: Readonly<Record<LoadUnknown, string>> = {
  no_arrivals:
    'Nobody asked this pool for a number in this time, so there is nothing to go by. Choose a longer time, or come back once visitors have.',
  none_held:
    'Visitors came, but none of them got a number of their own, so how long one is kept is not known. Add a few numbers, and come back once they have been used.',
};

/**
 * How many numbers a pool needs for what its owner wants, going by what was measured.
 *
 * @param until end of the window, or now where that comes first.
 */
export function adviseSize(
  hours: readonly UseSpan[],
  pool: { readonly holdSeconds: number; readonly numbers: readonly string[] },
  { blocking, coolDownSeconds, hour }: SizingWishes,
  until: EpochMs,
): SizeAdvice {
  const load = measureLoad(hours, pool, until);
  if (typeof load === 'string') return { ok: false, code: load };
  const size = sizePool({
    arrivalsPerHour: load[hour].arrivals,
    holdSeconds: load.holdSeconds,
    numbers: pool.numbers.length,
    blocking,
    coolDownSeconds,
  });
  return { ok: true, load, size };
}
