/** Somebody has a number from one time to another; both are epoch milliseconds, the second is not included. */
export type Held = {
  readonly number: string;
  /** Whoever it is: intervals of the same holder may overlap. */
  readonly holder: string;
  readonly from: number;
  readonly until: number;
};

/** Pairs of different holders who have the same number at the same time, each with the earlier one first. */
export function overlaps(held: readonly Held[]): [Held, Held][] {
  const found: [Held, Held][] = [];
  for (const ofNumber of Map.groupBy(held, ({ number }) => number).values()) {
    const inOrder = ofNumber
      .filter(({ from, until }) => from < until)
      .sort((a, b) => a.from - b.from);
    let open: Held[] = [];
    for (const next of inOrder) {
      open = open.filter(({ until }) => until > next.from);
      for (const earlier of open) if (earlier.holder !== next.holder) found.push([earlier, next]);
      open.push(next);
    }
  }
  return found;
}
