/**
 * A caller's number once it has passed the edge: a keyed hash to recognise the caller by (per site, so
 * that two sites can never compare callers) and the encrypted number for display.
 */
export type SealedCaller = {
  readonly hash: string;
  /** Differs each time the same number is sealed, so it never tells whether two callers are the same. */
  readonly sealed: string;
};
