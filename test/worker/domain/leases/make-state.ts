import type { Lease } from '../../../../worker/domain/leases/lease.ts';
import { NumberState } from '../../../../worker/domain/leases/number-state.ts';

/** A number after its leases, in the order in which they began. */
export function stateAfter(...leases: Lease[]): NumberState {
  const state = new NumberState(leases[0]?.number ?? 'n1');
  for (const lease of leases) state.begin(lease);
  return state;
}
