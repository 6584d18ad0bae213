import type { EpochMs } from '../../domain/time.ts';

/** One page of a list, newest first. One row more is read, which tells whether another page follows. */
export type PageRequest = {
  readonly limit: number;
  readonly from: EpochMs | undefined;
  /** Exclusive. */
  readonly to: EpochMs | undefined;
  /** The last row of the page before; undefined for the first page. */
  readonly after: { readonly at: EpochMs; readonly id: string } | undefined;
};
