import type { Group, GroupTally } from './group-tally.ts';
import { solve } from './solve.ts';
import { type Times, timesIn, timesOf } from './times.ts';
import type { VisitCount } from './visit-counts.ts';

/** Before any call, two in three groups make from half as many to twice as many calls as is believed of them. */
const SPREAD = 0.7;
/** A step too far comes back in the next round, this one does not. */
const LONGEST_STEP = 0.5;

/**
 * How many times as many calls the visitors of each source and on each device make. Where every call may be of any, they
 * hardly differ in what they are owed, so each step is Newton's, which knows by how little. It is one step for sources
 * and devices: those of a source who ring more because they are on phones are not to count twice for it.
 *
 * @param before the same, as it was believed for the tally.
 * @param prior the same, as it was believed before any call; of who is not among the groups it stays so.
 */
export function learnTimes(
  { groups, owed, together }: GroupTally,
  before: Times,
  prior: Times,
  visits: readonly VisitCount[],
): Times {
  /** For each group the sum over all groups of its kind. */
  const sums = (values: ArrayLike<number>) =>
    groups.map(({ by }) =>
      groups.reduce((sum, each, at) => (each.by === by ? sum + (values[at] as number) : sum), 0),
    );
  const counts = groups.map((group) => callersOf(group, before, visits));
  const all = sums(counts);
  const shares = counts.map((count, at) => count / (all[at] as number));
  const times = groups.map((group) => timesOfGroup(before, group));
  const believed = groups.map((group) => timesOfGroup(prior, group));
  const calls = sums(owed);
  const usual = sums(times.map((value, at) => (shares[at] as number) * value));
  const usuallyBelieved = sums(believed.map((value, at) => (counts[at] as number) * value));
  const pull = 1 / SPREAD ** 2;
  const slope = times.map((value, at) => {
    const expected =
      ((calls[at] as number) * (shares[at] as number) * value) / (usual[at] as number);
    const asBelieved =
      ((believed[at] as number) * (all[at] as number)) / (usuallyBelieved[at] as number);
    return (owed[at] as number) - expected - pull * Math.log(value / asBelieved);
  });
  const curvature = together.map((row, at) =>
    Array.from(row, (value, column) => value + (column === at ? pull : 0)),
  );
  const stepped = solve(curvature, slope).map((step, at) => {
    const bounded = Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, step));
    return { group: groups[at] as Group, times: (times[at] as number) * Math.exp(bounded) };
  });
  // Devices after sources, and as those call, so that all visitors together make as many calls as they did.
  const bySource = stepped.filter(({ group }) => group.by === 'source');
  const sources = evened(bySource, { sources: {}, devices: {} }, visits);
  const byDevice = stepped.filter(({ group }) => group.by === 'device');
  const devices = evened(byDevice, { sources, devices: {} }, visits);
  return {
    sources: { ...prior.sources, ...sources },
    devices: { ...prior.devices, ...devices },
  };
}

type Stepped = { readonly group: Group; readonly times: number };

/** By name, made 1 on average over the visits. */
function evened(
  stepped: readonly Stepped[],
  others: Times,
  visits: readonly VisitCount[],
): Record<string, number> {
  const counts = stepped.map(({ group }) => callersOf(group, others, visits));
  const all = counts.reduce((sum, count) => sum + count, 0);
  const mean = stepped.reduce(
    (sum, { times }, at) => sum + ((counts[at] as number) / all) * times,
    0,
  );
  return Object.fromEntries(stepped.map(({ group, times }) => [group.name, times / mean]));
}

/** Visits of a group, each for as many as it counts for by what else is known of it. */
function callersOf({ by, name }: Group, times: Times, visits: readonly VisitCount[]): number {
  return visits.reduce(
    (sum, visit) =>
      visit[by] === name ? sum + visit.visits * timesOf(times, { ...visit, [by]: null }) : sum,
    0,
  );
}

function timesOfGroup({ sources, devices }: Times, { by, name }: Group): number {
  return timesIn(by === 'source' ? sources : devices, name);
}
