import type { EpochMs } from '../domain/time.ts';
import type { CallHomeRequest } from './messages.ts';
import type { PoolTables } from './tables.ts';

/** The shard of a call, once and for all: the one asked for, unless it was heard of before. */
export function homeOfCall(
  { inventory, signatures, calls, callHomes }: PoolTables,
  { provider, providerCallId, shard }: CallHomeRequest,
  now: EpochMs,
): number {
  // Of a site that is erased nothing is written down; the call is refused where it is told.
  if (inventory.isErased()) return shard;
  // The shard of the call may be another, but refusals are counted here.
  signatures.accepted(provider);
  const begun = calls.get(provider, providerCallId) !== undefined;
  return callHomes.settle(provider, providerCallId, begun ? 0 : shard, now);
}
