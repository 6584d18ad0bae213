import { env } from 'cloudflare:test';
import type fc from 'fast-check';
import { MINUTE, SECOND } from '../../../../worker/domain/time.ts';

/** So many times as often as usual, with other stories each time. */
const TIMES = Number(env.FC_RUNS || 1);

/** Of the stories that every build tells: one that fails does so for what was changed. */
const SEED = 20_261_125;

/** How often a property is tried, and for how long at most: a failure takes many tries to be shortened. */
export function runs(usual: number): fc.Parameters<unknown> {
  return {
    numRuns: Math.ceil(usual * TIMES),
    interruptAfterTimeLimit: TIMES * 2 * MINUTE,
    ...(TIMES === 1 ? { seed: SEED } : {}),
  };
}

/** Milliseconds after which a property that goes on is given up. */
export const GIVE_UP_AFTER = TIMES * 2 * MINUTE + 30 * SECOND;
