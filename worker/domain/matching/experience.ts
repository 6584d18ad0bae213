import type { Evidence } from './evidence.ts';
import type { Exposure } from './exposure.ts';
import type { VisitCount } from './visit-counts.ts';

/**
 * All that a curve is learned from: calls, whoever made them, and the time in which nobody called. Of every so many calls
 * one may do, with as large a part of the time.
 */
export type Experience = {
  readonly calls: readonly Evidence[];
  readonly exposure: Exposure;
  /** Visits by where they came from and what they were made on. */
  readonly visits: readonly VisitCount[];
  /** Seconds for which each number might have been rung, summed over the numbers. */
  readonly numberSeconds: number;
  /** Milliseconds from one call of a caller to their next, and from their last one until now. */
  readonly redials: { readonly after: readonly number[]; readonly notYet: readonly number[] };
};
