import { MINUTE } from '../../time.ts';
import type { Policy, PolicySettings } from '../policy.ts';
import { leastRecentlyUsed, simpleLeases } from './simple-leases.ts';

const HOLD = 3 * MINUTE;

/** Held for three minutes, and free again as soon as it has been rung. */
export function shortHold({ numbers }: PolicySettings): Policy {
  return simpleLeases(numbers, {
    isOver: ({ seenAt }, at) => at - seenAt >= HOLD,
    pick: leastRecentlyUsed,
    credits: 'holder',
    freedByCall: true,
  });
}
