/** One measured figure; `ceiling` is what the same machine could do at best, measured in the same run. */
export type Row = {
  readonly group: string;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly ceiling: number | null;
  readonly ratio: number | null;
};

export function row(
  group: string,
  name: string,
  value: number,
  unit: string,
  ceiling: number | null = null,
): Row {
  return { group, name, value, unit, ceiling, ratio: ceiling === null ? null : value / ceiling };
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}
