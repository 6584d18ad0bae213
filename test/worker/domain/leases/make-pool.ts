import type { PoolDefinition } from '../../../../worker/domain/site-snapshot.ts';
import { HOLD_SECONDS } from './make-lease.ts';

/** A pool that gives each visitor a number of their own, or none. */
export function pool(change: Partial<PoolDefinition> = {}): PoolDefinition {
  return {
    name: 'main',
    holdSeconds: HOLD_SECONDS,
    numbers: ['n1', 'n2', 'n3'],
    paused: false,
    share: false,
    fallback: null,
    prefer: null,
    networkShare: null,
    ...change,
  };
}
