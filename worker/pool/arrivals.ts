import { within } from '../deadline.ts';
import { SECOND } from '../domain/time.ts';
import type { InventoryStore } from './inventory-store.ts';

const RELEASE_DEADLINE = 5 * SECOND;

/** What is asked of a shard that had a number before. */
export type FormerShard = {
  release(numbers: readonly string[], inventoryVersion: number): Promise<readonly string[]>;
};

/**
 * Asks the shards that numbers come from to let go of them. One that still has a holder there, or whose
 * shard does not answer, is asked for again: so a number is never leased by two shards.
 *
 * @returns the numbers that may be leased here from now on.
 */
export async function claimArriving(
  inventory: InventoryStore,
  shardOf: (shard: number) => FormerShard,
): Promise<string[]> {
  // One that was removed on its way is not this shard's to claim any more.
  const arriving = inventory.numbers().filter((number) => number.arriving && number.pool !== null);
  const arrived: string[] = [];
  for (const [shard, numbers] of Map.groupBy(arriving, ({ formerShard }) => formerShard ?? 0)) {
    try {
      const wanted = numbers.map(({ number }) => number);
      arrived.push(
        ...(await within(RELEASE_DEADLINE, shardOf(shard).release(wanted, inventory.version()))),
      );
    } catch (error) {
      console.warn(`pool: shard ${shard} has not let go of its numbers yet`, error);
    }
  }
  return arrived;
}
