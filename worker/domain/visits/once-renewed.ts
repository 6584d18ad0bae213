import type { VisitReply } from '../../../snippet/contract/wire.ts';
import { renewAfterSeconds } from '../leases/lease.ts';

/**
 * What a page may count on once a renewal has been acknowledged, and no lease is provisional any more: the
 * least that holds for all of its leases, null where there is none.
 *
 * @param holdSeconds how long each of the leases keeps its number after a sign of life.
 */
export function onceRenewed(holdSeconds: readonly number[]): VisitReply['renewed'] {
  if (holdSeconds.length === 0) return null;
  const validFor = Math.min(...holdSeconds);
  return { renewAfter: renewAfterSeconds([validFor]), validFor };
}
