import type { Lease } from '../domain/leases/lease.ts';
import type { EpochMs } from '../domain/time.ts';
import { recordCall } from './calls.ts';
import { INVENTORY_BEHIND } from './inventory-behind.ts';
import type { PoolCall, PoolCallReply } from './messages.ts';
import type { PoolState } from './state.ts';
import type { PoolTables } from './tables.ts';

/**
 * Takes news of a call whose signature was right, unless it was made before: records it, and makes note of
 * what the site's webhooks are to be told.
 *
 * @param elsewhere as in `recordCall`.
 */
export function takeCall(
  { inventory, news, signatures, store }: PoolTables,
  state: PoolState,
  call: PoolCall,
  elsewhere: readonly Lease[] | null,
  now: EpochMs,
): PoolCallReply {
  if (call.inventoryVersion > inventory.version()) return INVENTORY_BEHIND;
  if (call.nonce !== undefined && state.wasShown(call.nonce, now)) {
    return { ok: false, code: 'repeated' };
  }
  signatures.accepted(call.provider);
  return recordCall(inventory, store, state, call, elsewhere, (saved) =>
    news.note(saved, inventory.wantedEvents(), now),
  );
}
