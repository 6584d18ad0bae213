import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renewLease, validForSeconds } from '../../../../worker/domain/leases/lease.ts';
import { onceRenewed } from '../../../../worker/domain/visits/once-renewed.ts';
import { lease } from '../leases/make-lease.ts';

describe('once a renewal has been acknowledged, a page may count on', () => {
  it('the hold time, and renews every two minutes where that leaves room', () => {
    expect(onceRenewed([300])).toEqual({ validFor: 300, renewAfter: 120 });
    expect(onceRenewed([90])).toEqual({ validFor: 90, renewAfter: 45 });
  });

  it('the least of all its leases', () => {
    expect(onceRenewed([600, 150])).toEqual({ validFor: 150, renewAfter: 75 });
  });

  it('nothing where nothing is leased', () => {
    expect(onceRenewed([])).toBeNull();
  });

  it('just what is kept then, and never less than it was promised at first', () => {
    const anyHold = fc.integer({ min: 60, max: 86_400 });
    fc.assert(
      fc.property(anyHold, fc.boolean(), (holdSeconds, provisional) => {
        const held = lease({ holdSeconds, provisional });
        const kept = validForSeconds(renewLease(held, held.lastSeenAt + 1));
        const promised = onceRenewed([held.holdSeconds])?.validFor;
        expect(promised).toBe(kept);
        expect(promised).toBeGreaterThanOrEqual(validForSeconds(held));
      }),
    );
  });
});
