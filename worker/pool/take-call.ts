import type { EpochMs } from '../domain/time.ts';
import { recordCall } from './calls.ts';
import type { Elsewhere } from './elsewhere.ts';
import { INVENTORY_BEHIND } from './inventory-behind.ts';
import type { PoolCall, PoolCallReply } from './messages.ts';
import type { PoolState } from './state.ts';
import type { PoolTables } from './tables.ts';

/** Takes news of a call whose signature was right, unless it was made before. */
export function takeCall(
  tables: PoolTables,
  state: PoolState,
  call: PoolCall,
  elsewhere: Elsewhere,
  now: EpochMs,
): PoolCallReply {
  if (call.inventoryVersion > tables.inventory.version()) return INVENTORY_BEHIND;
  const { nonce } = call;
  if (nonce !== undefined && tables.nonces.wasShown(nonce, now)) {
    return { ok: false, code: 'repeated' };
  }
  tables.signatures.accepted(call.provider);
  const reply = recordCall(tables, state, call, elsewhere, now);
  if (nonce !== undefined) tables.nonces.note(nonce, now);
  return reply;
}
