import { MINUTE } from '../../time.ts';
import type { Policy, PolicySettings } from '../policy.ts';
import { leastRecentlyUsed, simpleLeases } from './simple-leases.ts';

const EXPIRES_AFTER = 5 * MINUTE;

/** As the open-source project zar does: the least recently used number, five minutes, the last holder credited. */
export function zar({ numbers }: PolicySettings): Policy {
  return simpleLeases(numbers, {
    isOver: ({ seenAt }, at) => at - seenAt >= EXPIRES_AFTER,
    pick: leastRecentlyUsed,
    credits: 'last holder',
    freedByCall: false,
  });
}
