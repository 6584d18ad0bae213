import type { Origin } from './times.ts';

/** How many visits there were of one source, on one device. */
export type VisitCount = Origin & { readonly visits: number };

/** Sources of which it is worth knowing how many calls their visitors make. */
const MOST_SOURCES = 20;

/** Visits by where they came from and what they were made on: a source has so many counts as there are devices. */
export function countVisits(visits: Iterable<Origin>): VisitCount[] {
  const counts = new Map<string, VisitCount>();
  for (const { source, device } of visits) {
    const name = `${device} ${source}`;
    counts.set(name, { source, device, visits: (counts.get(name)?.visits ?? 0) + 1 });
  }
  return [...counts.values()];
}

/** What is told apart of visits: all else counts as alike. */
export type ToldApart = {
  readonly sources: ReadonlySet<string>;
  readonly devices: ReadonlySet<string>;
};

/** The most visited sources, and every device. */
export function toldApart(counts: readonly VisitCount[]): ToldApart {
  const bySource = new Map<string, number>();
  for (const { source, visits } of counts) {
    if (source !== null) bySource.set(source, (bySource.get(source) ?? 0) + visits);
  }
  const most = [...bySource].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return {
    sources: new Set(most.slice(0, MOST_SOURCES).map(([source]) => source)),
    devices: new Set(counts.flatMap(({ device }) => device ?? [])),
  };
}
