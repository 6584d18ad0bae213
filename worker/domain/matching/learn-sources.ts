import { timesOf } from './curve.ts';
import { solve } from './solve.ts';

/** Before any call, the visitors of two in three sources make from half as many to twice as many calls as others. */
const SPREAD = 0.7;
/** A step too far comes back in the next round, this one does not. */
const LONGEST_STEP = 0.5;

/** Calls owed to the visitors of each source, and how the sources stand in for each other: sums over calls. */
export type SourceTally = {
  readonly sources: readonly string[];
  readonly owed: Float64Array;
  /** Row by row: of each call the share of one source times that of the other. */
  readonly together: readonly Float64Array[];
};

/**
 * How many times as many calls the visitors of each source make. Where every call may be of any source, they hardly
 * differ in what they are owed, so each step is Newton's, which knows by how little.
 *
 * @param before the same, as it was believed for the tally.
 * @param visits by source.
 */
export function learnSources(
  { sources, owed, together }: SourceTally,
  before: Readonly<Record<string, number>>,
  visits: ReadonlyMap<string, number>,
): Record<string, number> {
  const all = sources.reduce((sum, source) => sum + (visits.get(source) ?? 0), 0);
  if (all === 0) return {};
  const shares = sources.map((source) => (visits.get(source) ?? 0) / all);
  const times = sources.map((source) => timesOf(before, source));
  const calls = owed.reduce((sum, value) => sum + value, 0);
  const usual = shares.reduce((sum, share, at) => sum + share * (times[at] as number), 0);
  const pull = 1 / SPREAD ** 2;
  const slope = times.map((value, at) => {
    const expected = (calls * (shares[at] as number) * value) / usual;
    return (owed[at] as number) - expected - pull * Math.log(value);
  });
  const curvature = together.map((row, at) =>
    Array.from(row, (value, column) => value + (column === at ? pull : 0)),
  );
  const next = solve(curvature, slope).map((step, at) => {
    const bounded = Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, step));
    return (times[at] as number) * Math.exp(bounded);
  });
  const mean = shares.reduce((sum, share, at) => sum + share * (next[at] as number), 0);
  return Object.fromEntries(sources.map((source, at) => [source, (next[at] as number) / mean]));
}
