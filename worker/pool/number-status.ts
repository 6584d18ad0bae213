import { numberPhase } from '../domain/leases/number-phase.ts';
import type { EpochMs } from '../domain/time.ts';
import type { InventoryStore } from './inventory-store.ts';
import type { NumberStatus } from './messages.ts';
import type { PoolState } from './state.ts';

/** Every number that is or was in a pool of this shard, but for those that another shard has now. */
export function numberStatuses(
  inventory: InventoryStore,
  { roster }: PoolState,
  now: EpochMs,
): NumberStatus[] {
  const quarantineDays = inventory.quarantineDays();
  return inventory
    .numbers()
    .filter(({ released }) => !released)
    .map(({ number, pool, removedAt }) => {
      const state = roster.stateOf(number);
      const latest = state?.latest;
      return {
        number,
        pool,
        phase: numberPhase(state?.leases() ?? [], removedAt, quarantineDays, now),
        sessionId: latest?.sessionId || null,
        lastSeenAt: latest?.lastSeenAt ?? null,
        removedAt,
      };
    });
}
