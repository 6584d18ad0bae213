import type { HealthReport } from '../../../snippet/contract/wire.ts';
import { type EpochMs, HOUR } from '../time.ts';
import { bucketOf, NO_SWAP_TIMES, type SwapTimes } from './swap-times.ts';

/** How swapping went in a sample of page views. Everything adds up over hours. */
export type SnippetHealth = {
  /** Page views that reported. */
  readonly reports: number;
  /** Those of them in which a number was swapped. */
  readonly swapped: number;
  readonly swaps: number;
  /** Swaps of a number that the page had written back. */
  readonly reverted: number;
  /** What the snippet caught: the page never saw it. */
  readonly errors: number;
  /** Times from navigation to the first swap. */
  readonly swapTimes: SwapTimes;
};

/** The same from `at` on, for as long as was asked for. */
export type HealthSpan = SnippetHealth & { readonly at: EpochMs };

/** One report, as what it adds to its hour. */
export function hourOfReport(report: Omit<HealthReport, 'v' | 'site'>, now: EpochMs): HealthSpan {
  const { swapMs, swaps, reverted, errors } = report;
  const bucket = swapMs === null ? undefined : bucketOf(swapMs);
  return {
    at: Math.floor(now / HOUR) * HOUR,
    reports: 1,
    swapped: swapMs === null ? 0 : 1,
    swaps,
    reverted,
    errors,
    swapTimes: NO_SWAP_TIMES.map((none, index) => (index === bucket ? 1 : none)),
  };
}

/** Several hours as one. */
export function addHealth(hours: readonly SnippetHealth[]): SnippetHealth {
  const sum = (count: (hour: SnippetHealth) => number) =>
    hours.reduce((total, hour) => total + count(hour), 0);
  return {
    reports: sum(({ reports }) => reports),
    swapped: sum(({ swapped }) => swapped),
    swaps: sum(({ swaps }) => swaps),
    reverted: sum(({ reverted }) => reverted),
    errors: sum(({ errors }) => errors),
    swapTimes: NO_SWAP_TIMES.map((_, bucket) => sum(({ swapTimes }) => swapTimes[bucket] ?? 0)),
  };
}

/** Hours put together in spans of a fixed length (`HOUR`, `DAY`), oldest first; those without reports are left out. */
export function healthBySpan(hours: readonly HealthSpan[], length: number): HealthSpan[] {
  const spans = Map.groupBy(hours, ({ at }) => Math.floor(at / length) * length);
  return Array.from(spans, ([at, together]) => ({ at, ...addHealth(together) })).sort(
    (one, other) => one.at - other.at,
  );
}
