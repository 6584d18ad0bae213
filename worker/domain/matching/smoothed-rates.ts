/** So many calls, spread over all bins, count for what was believed before. */
const PRIOR_CALLS = 8;

/** How firmly bins hang together: each is believed, by so many calls, to lie nearer to those beside it. */
export type Smoothing = {
  readonly strength: number;
  /** Bins stand in rows of so many; the last one of a row is not beside the first one of the next. All in one: missing. */
  readonly row?: number;
};

/**
 * Calls per second, bin by bin, from calls and seconds: a step towards the likeliest of all that are smooth beside what
 * was believed before. The more calls there are, the less that matters.
 *
 * @param before the rates that the calls were counted by.
 */
export function smoothedRates(
  calls: ArrayLike<number>,
  seconds: readonly number[],
  prior: readonly number[],
  before: readonly number[],
  { strength, row = prior.length }: Smoothing,
): number[] {
  const believed = PRIOR_CALLS / prior.length;
  // As logarithms, of how many times as much as was believed.
  const apart = before.map((rate, bin) => Math.log(rate / (prior[bin] as number)));
  return prior.map((rate, bin) => {
    const own = apart[bin] as number;
    const left = bin % row === 0 ? own : (apart[bin - 1] as number);
    const right = (bin + 1) % row === 0 ? own : (apart[bin + 1] ?? own);
    const between = rate * Math.exp((left + 2 * own + right) / 4);
    const came = (calls[bin] as number) + strength + believed;
    return came / ((seconds[bin] as number) + strength / between + believed / rate);
  });
}
