import type { EpochMs } from '../domain/time.ts';
import type { InventoryStore } from './inventory-store.ts';
import type { PoolState } from './state.ts';

/**
 * Lets another shard lease those of the numbers that nobody here holds any more.
 *
 * @param inventoryVersion of the shard that asks.
 * @returns which ones those are.
 */
export function releaseNumbers(
  inventory: InventoryStore,
  state: PoolState,
  numbers: readonly string[],
  inventoryVersion: number,
  now: EpochMs,
): readonly string[] {
  // Whoever asks by an older inventory may not know that a number has been given back.
  if (inventoryVersion < inventory.version()) return [];
  const free = numbers.filter((number) => state.roster.isFree(number, now));
  if (free.length === 0) return [];
  inventory.release(free, inventoryVersion, now);
  for (const number of free) state.roster.release(number);
  state.useInventory(inventory);
  return free;
}
