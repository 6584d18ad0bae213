import type { VisitReply } from '../../../snippet/contract/wire.ts';
import { renewAfterSeconds, validForSeconds } from '../leases/lease.ts';

/** What a visit was promised of one leased number, and the hold time that its pool has now. */
export type Promised = { readonly validFor: number; readonly holdSeconds: number };

/**
 * What a page may count on once a renewal has been acknowledged, and no lease is provisional any more: the
 * least that holds for all of its leases, null where there is none.
 *
 * A lease that is promised just what a provisional one would be has only begun, with the hold time that its
 * pool has now; any other has run since before, and is held for what it is promised, whatever its pool's
 * hold time has become. The two cannot be told apart where a lease was begun to be held for exactly as long as
 * a provisional promise.
 */
export function onceRenewed(promised: readonly Promised[]): VisitReply['renewed'] {
  if (promised.length === 0) return null;
  const validFor = Math.min(
    ...promised.map(({ validFor: now, holdSeconds }) => {
      const provisional = validForSeconds({ holdSeconds, provisional: true });
      return now === provisional ? holdSeconds : now;
    }),
  );
  return { renewAfter: renewAfterSeconds([validFor]), validFor };
}
