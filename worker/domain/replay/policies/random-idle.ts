import { MINUTE } from '../../time.ts';
import type { Policy, PolicySettings } from '../policy.ts';
import { simpleLeases } from './simple-leases.ts';

const IDLE = 5 * MINUTE;
const CAP = 15 * MINUTE;

/** Any free number; over after five minutes without a sign of life, and after fifteen in any case. */
export function randomIdle({ numbers, random }: PolicySettings): Policy {
  return simpleLeases(numbers, {
    isOver: ({ seenAt, startedAt }, at) => at - seenAt >= IDLE || at - startedAt >= CAP,
    pick: (free) => free[Math.floor(random() * free.length)],
    credits: 'holder',
    freedByCall: false,
  });
}
