/** How many calls it was, nine times in ten. */
export type CallRange = { readonly low: number; readonly high: number };

/** What is left out at either end. */
const TAIL = 0.05;
/** Standard deviations from the middle of a normal distribution to where that much is left. */
const SPREAD = 1.645;
/** Of more calls in doubt than this, the normal distribution tells the same within half a call. */
const MOST_EXACT = 200;

/**
 * How many of some calls were truly a source's, if each was as likely as its share says, and whoever made one says
 * nothing of who made another. Exactly (the Poisson binomial distribution), for many by a normal distribution.
 *
 * @param shares 0 to 1, one for each call; a call without one need not be named.
 */
export function callRange(shares: readonly number[]): CallRange {
  const certain = shares.filter((share) => share >= 1).length;
  const doubtful = shares.filter((share) => share > 0 && share < 1);
  const { low, high } = doubtful.length > MOST_EXACT ? normal(doubtful) : exact(doubtful);
  return { low: certain + low, high: certain + high };
}

function exact(shares: readonly number[]): CallRange {
  // How likely each count of calls is, call by call.
  let chances = [1];
  for (const share of shares) {
    chances = [...chances, 0].map(
      (chance, count) => chance * (1 - share) + (chances[count - 1] ?? 0) * share,
    );
  }
  let below = 0;
  const upTo = chances.map((chance) => {
    below += chance;
    return below;
  });
  return {
    low: upTo.findIndex((chance) => chance > TAIL),
    // What rounding leaves of one hundred per cent is no reason for one call more.
    high: upTo.findIndex((chance) => chance >= 1 - TAIL - 1e-9),
  };
}

function normal(shares: readonly number[]): CallRange {
  const mean = shares.reduce((sum, share) => sum + share, 0);
  const variance = shares.reduce((sum, share) => sum + share * (1 - share), 0);
  const spread = SPREAD * Math.sqrt(variance);
  return {
    low: Math.max(0, Math.floor(mean - spread)),
    high: Math.min(shares.length, Math.ceil(mean + spread)),
  };
}
