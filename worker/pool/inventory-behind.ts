import type { InventoryBehind } from './messages.ts';

/** What a pool answers that has not been given the inventory it is asked for yet. */
export const INVENTORY_BEHIND: InventoryBehind = { ok: false, code: 'inventory_behind' };

export function isBehind(reply: { ok: boolean }): reply is InventoryBehind {
  return !reply.ok && 'code' in reply && reply.code === INVENTORY_BEHIND.code;
}
