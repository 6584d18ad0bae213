import type { Lease } from '../../../../worker/domain/leases/lease.ts';

/** 2025-11-25T14:00:00Z */
export const NOON = 1_764_079_200_000;
export const HOLD_SECONDS = 600;

let made = 0;

/** A lease of a number by a visitor who is known to be there, begun and last seen at noon. */
export function lease(change: Partial<Lease> = {}): Lease {
  made += 1;
  return {
    // In the order of their making, as all ids are.
    id: `lease-${String(made).padStart(9, '0')}`,
    number: '+33199002000',
    target: '+33199001234',
    pool: 'main',
    sessionId: `session-${made}`,
    visitorId: 'ada',
    grade: 'own',
    startedAt: NOON,
    lastSeenAt: NOON,
    endedAt: null,
    holdSeconds: HOLD_SECONDS,
    sharedAt: null,
    provisional: false,
    left: false,
    ...change,
  };
}
