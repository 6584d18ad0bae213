/** Milliseconds since 1970-01-01T00:00Z; fields of this type end in `At`. */
export type EpochMs = number;

/** Where the time comes from: the shells ask it, the domain is told. */
export type Clock = {
  now(): EpochMs;
  /**
   * What the clocks of those who send us times may show now, this one first. One reading, but on a
   * developer's machine whose clock has been advanced: there a provider may go by the world's.
   */
  readings(): readonly EpochMs[];
};

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
