/**
 * How one pool was used in one hour. Counts add up over hours and shards, `heldPeak` and `numbers` do
 * over shards only: peaks of hours are compared, not added.
 */
export type PoolHour = {
  readonly pool: string;
  /** Start of the hour, epoch milliseconds. */
  readonly hour: number;
  /** Numbers that could be leased. */
  readonly numbers: number;
  /** Numbers that new sessions asked for, one for each target; what they were shown follows, and adds up to it. */
  readonly arrivals: number;
  readonly own: number;
  readonly shared: number;
  readonly fallback: number;
  /** The page kept its own number. */
  readonly none: number;
  /** Arrivals that found no number free for them to have as their own. */
  readonly exhausted: number;
  /** How often the numbers in use were counted: at most once a minute, as an arriving visitor finds them. */
  readonly samples: number;
  /** Sum over the samples of numbers live or held; divided by `samples`, the mean. */
  readonly heldSum: number;
  /** Most numbers live or held in one sample, the arriving visitor's included. */
  readonly heldPeak: number;
  /** Numbers leased anew that somebody had held before; the next two are sums over these. */
  readonly reused: number;
  /** Milliseconds for which the former lease kept its number, hold time included. */
  readonly heldMs: number;
  /** Milliseconds for which the number then cooled down before it was leased again. */
  readonly restMs: number;
};

/** Nobody came, and every number rested. */
export const QUIET_HOUR: Omit<PoolHour, 'pool' | 'hour'> = {
  numbers: 0,
  arrivals: 0,
  own: 0,
  shared: 0,
  fallback: 0,
  none: 0,
  exhausted: 0,
  samples: 0,
  heldSum: 0,
  heldPeak: 0,
  reused: 0,
  heldMs: 0,
  restMs: 0,
};
