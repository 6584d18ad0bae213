import type { Clock } from './domain/time.ts';

/** The world's time. */
export const systemClock: Clock = { now: () => Date.now(), readings: () => [Date.now()] };
