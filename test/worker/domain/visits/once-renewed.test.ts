import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renewLease, validForSeconds } from '../../../../worker/domain/leases/lease.ts';
import { onceRenewed } from '../../../../worker/domain/visits/once-renewed.ts';
import { lease } from '../leases/make-lease.ts';

describe('once a renewal has been acknowledged, a page may count on', () => {
  it('the hold time of the pool, where the session begins with a provisional lease', () => {
    const promised = [{ validFor: 120, holdSeconds: 300 }];
    expect(onceRenewed(promised)).toEqual({ validFor: 300, renewAfter: 120 });
  });

  it('what it is promised already, where the hold time is shorter than the provisional promise', () => {
    const promised = [{ validFor: 90, holdSeconds: 90 }];
    expect(onceRenewed(promised)).toEqual({ validFor: 90, renewAfter: 45 });
  });

  it.each([60, 119, 121, 180])(
    'no more than the %i seconds of a lease that has run since before the pool was changed',
    (validFor) => {
      expect(onceRenewed([{ validFor, holdSeconds: 600 }])).toMatchObject({ validFor });
    },
  );

  it('the longer hold that a returning visitor has brought along', () => {
    expect(onceRenewed([{ validFor: 600, holdSeconds: 300 }])).toMatchObject({
      validFor: 600,
    });
  });

  it('the least of all its leases', () => {
    const promised = [
      { validFor: 120, holdSeconds: 600 },
      { validFor: 120, holdSeconds: 150 },
    ];
    expect(onceRenewed(promised)).toEqual({ validFor: 150, renewAfter: 75 });
  });

  it('nothing where nothing is leased', () => {
    expect(onceRenewed([])).toBeNull();
  });

  it('never more than is kept, and never less than it was promised at first', () => {
    const anyHold = fc.integer({ min: 60, max: 86_400 });
    fc.assert(
      fc.property(anyHold, anyHold, fc.boolean(), fc.boolean(), (now, former, begins, returns) => {
        fc.pre(begins || former !== 120);
        // What begins is held as the pool is now, or longer for who returns; what goes on, as the pool was.
        const held = lease({
          holdSeconds: begins ? Math.max(now, returns ? former : 0) : former,
          provisional: begins && !returns,
        });
        const validFor = validForSeconds(held);
        const kept = validForSeconds(renewLease(held, held.lastSeenAt + 1));
        const promised = onceRenewed([{ validFor, holdSeconds: now }])?.validFor ?? 0;
        expect(promised).toBeLessThanOrEqual(kept);
        expect(promised).toBeGreaterThanOrEqual(validFor);
      }),
    );
  });
});
