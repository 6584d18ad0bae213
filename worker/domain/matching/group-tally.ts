import type { Origin } from './times.ts';

/** Visitors alike in one thing: those of a source, or those on a device. */
export type Group = { readonly by: keyof Origin; readonly name: string };

/** Calls owed to the visitors of each group, and how the groups stand in for each other: sums over calls. */
export type GroupTally = {
  /** Sources first, then devices. */
  readonly groups: readonly Group[];
  readonly owed: Float64Array;
  /** Row by row: of each call the share of one group times that of the other. */
  readonly together: readonly Float64Array[];
};

/** Counts calls by group: what each is owed to, kind of visit by kind of visit, and then its end. */
export function tallyGroups(kinds: readonly Origin[]) {
  const groups = [...groupsOf(kinds, 'source'), ...groupsOf(kinds, 'device')];
  const placesOf = (by: keyof Origin) =>
    Int32Array.from(kinds, (kind) =>
      groups.findIndex((group) => group.by === by && group.name === kind[by]),
    );
  const [sourceOf, deviceOf] = [placesOf('source'), placesOf('device')];
  const owed = new Float64Array(groups.length);
  const together = groups.map(() => new Float64Array(groups.length));
  const share = new Float64Array(groups.length);
  const tally: GroupTally = { groups, owed, together };
  return {
    tally,
    /** @param kind its index among the kinds. */
    owe(kind: number, calls: number): void {
      add(share, sourceOf[kind] as number, calls);
      add(share, deviceOf[kind] as number, calls);
    },
    endCall(): void {
      for (const [group, row] of together.entries()) {
        const theirs = share[group] as number;
        add(owed, group, theirs);
        for (const [other, also] of share.entries()) add(row, other, theirs * also);
      }
      share.fill(0);
    },
  };
}

function groupsOf(kinds: readonly Origin[], by: keyof Origin): Group[] {
  const names = new Set(kinds.flatMap((kind) => kind[by] ?? []));
  return [...names].sort().map((name) => ({ by, name }));
}

function add(sums: Float64Array, at: number, value: number): void {
  if (at >= 0) sums[at] = (sums[at] as number) + value;
}
