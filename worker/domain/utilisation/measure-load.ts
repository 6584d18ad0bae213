import { type EpochMs, HOUR, SECOND } from '../time.ts';
import { addHours, meanHoldSeconds, type UseSpan } from './pool-use.ts';

/** The traffic that a pool was seen to get. */
export type MeasuredLoad = {
  readonly busiest: BusyHour;
  /** The hour that 95 of 100 did not exceed, of those in which somebody came. */
  readonly p95: BusyHour;
  /** Mean seconds for which a visitor keeps a number, hold time included. */
  readonly holdSeconds: number;
  /**
   * How that is known: from leases whose number was leased again, or, while there are none, from how
   * many numbers were held at once.
   */
  readonly holdFrom: 'leases' | 'concurrency';
};

export type BusyHour = { readonly at: EpochMs; readonly arrivals: number };

/** Nobody came; or people came, and nobody got a number of their own. */
export type LoadUnknown = 'no_arrivals' | 'none_held';

/**
 * Measures the load of one pool over a window. Sizing goes by its busiest hour, as telephone networks
 * are sized: an average over nights and days would run short exactly when most people come.
 *
 * @param hours of the window, shards added.
 * @param pool its setting: a visitor keeps a number for the hold time at least.
 * @param until end of the window, or now where that comes first: the last hour may not be over.
 */
export function measureLoad(
  hours: readonly UseSpan[],
  pool: { readonly holdSeconds: number },
  until: EpochMs,
): MeasuredLoad | LoadUnknown {
  const ranked = hours
    .filter(({ arrivals }) => arrivals > 0)
    .map(({ at, arrivals }): BusyHour => ({ at, arrivals }))
    .sort((one, other) => one.arrivals - other.arrivals);
  const busiest = ranked.at(-1);
  const p95 = ranked[Math.ceil(0.95 * ranked.length) - 1];
  if (busiest === undefined || p95 === undefined) return 'no_arrivals';

  const measured = meanHoldSeconds(addHours(hours));
  if (measured !== null) return { busiest, p95, holdSeconds: measured, holdFrom: 'leases' };
  const inferred = holdFromConcurrency(hours, until);
  if (inferred === undefined) return 'none_held';
  const holdSeconds = Math.max(inferred, pool.holdSeconds);
  return { busiest, p95, holdSeconds, holdFrom: 'concurrency' };
}

/**
 * Little's law: as many are held at once as come in the time that one is held. Only hours in which
 * numbers were counted can tell. Undefined where nobody had one.
 *
 * Numbers are counted as an arrival finds them, and arrivals that do not wait for one another find what
 * there is on average.
 *
 * J. D. C. Little, "A proof for the queuing formula L = λW", Operations Research 9 (1961).
 */
function holdFromConcurrency(hours: readonly UseSpan[], until: EpochMs): number | undefined {
  let own = 0;
  let heldMs = 0;
  for (const hour of hours) {
    if (hour.meanHeld === null) continue;
    own += hour.own;
    heldMs += hour.meanHeld * Math.min(HOUR, Math.max(0, until - hour.at));
  }
  return own === 0 ? undefined : heldMs / own / SECOND;
}
