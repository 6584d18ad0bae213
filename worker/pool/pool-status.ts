import type { PoolStatus } from './messages.ts';
import type { PoolTables } from './tables.ts';

/** How the shard stands with D1. */
export function poolStatus({ inventory, outbox, unsent }: PoolTables): PoolStatus {
  return {
    shard: inventory.shard(),
    inventoryVersion: inventory.version(),
    unsent: unsent.size,
    ...outbox.failing(),
    setAside: outbox.setAside(),
  };
}
