/** So many calls, spread over all bins, count for what was believed before. */
const PRIOR_CALLS = 8;
/** What a bin keeps of its own; the rest is its neighbours', for that calls fell here and not there is chance. */
const OWN = 0.8;

/**
 * Calls per second, bin by bin, from calls and seconds, with what was believed before. Smoothed, without
 * making the calls more or fewer.
 *
 * @param neighbours how much of a bin is taken from those beside it, 0 to 1.
 */
export function smoothedRates(
  calls: Float64Array,
  seconds: readonly number[],
  prior: readonly number[],
  neighbours = 1 - OWN,
): number[] {
  const around = smoothed(calls, neighbours);
  const time = smoothed(seconds, neighbours);
  const believed = PRIOR_CALLS / prior.length;
  let expected = 0;
  let happened = 0;
  const rates = prior.map((rate, bin) => {
    const believedSeconds = believed / rate;
    const next = ((around[bin] as number) + believed) / ((time[bin] as number) + believedSeconds);
    expected += next * ((seconds[bin] as number) + believedSeconds);
    happened += (calls[bin] as number) + believed;
    return next;
  });
  return rates.map((rate) => (rate * happened) / expected);
}

function smoothed(values: ArrayLike<number>, neighbours: number): number[] {
  const last = values.length - 1;
  return Array.from(values, (value, bin) => {
    const before = values[Math.max(0, bin - 1)] as number;
    const after = values[Math.min(last, bin + 1)] as number;
    return value * (1 - neighbours) + ((before + after) * neighbours) / 2;
  });
}
