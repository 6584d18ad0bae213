import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  leasePhase,
  leaveLease,
  PERSISTENCE_STEP,
  reclaimableAt,
  recoverLease,
  renewAfterSeconds,
  renewLease,
  reusableAt,
  shareLease,
  validForSeconds,
} from '../../../../worker/domain/leases/lease.ts';
import { MINUTE, SECOND } from '../../../../worker/domain/time.ts';
import { HOLD_SECONDS, lease, NOON } from './make-lease.ts';

const anyLease = fc
  .record({
    startedAt: fc.integer({ min: NOON - 1e9, max: NOON }),
    seconds: fc.nat(100_000),
    holdSeconds: fc.integer({ min: 60, max: 86_400 }),
    provisional: fc.boolean(),
  })
  .map(({ startedAt, seconds, ...rest }) =>
    lease({ startedAt, lastSeenAt: startedAt + seconds * SECOND, ...rest }),
  );
/** Of a hold time that leaves room for it. */
const RENEW_AFTER_SECONDS = renewAfterSeconds([3_600]);
const anyTime = fc.integer({ min: NOON - 2e9, max: NOON + 2e9 });

describe('the phase of a lease', () => {
  const seen = lease({ startedAt: NOON - 10 * MINUTE, lastSeenAt: NOON });

  it.each([
    ['live', 'when it began', NOON - 10 * MINUTE],
    ['live', 'when last seen', NOON],
    ['live', 'until a renewal is due', NOON + RENEW_AFTER_SECONDS * SECOND],
    ['live', 'while a renewal may be late', NOON + (RENEW_AFTER_SECONDS + 60) * SECOND],
    ['held', 'after that', NOON + (RENEW_AFTER_SECONDS + 60) * SECOND + 1],
    ['held', 'to the end of its hold time', NOON + HOLD_SECONDS * SECOND - 1],
    ['cooling', 'once the hold time is over', NOON + HOLD_SECONDS * SECOND],
    ['cooling', 'for good', NOON + 1e12],
  ])('is %s %s', (phase, _when, at) => {
    expect(leasePhase(seen, at)).toBe(phase);
  });

  it('is cooling as soon as the number may be leased again, however short the hold time', () => {
    const short = lease({ holdSeconds: 60 });
    expect(leasePhase(short, NOON + 60 * SECOND)).toBe('cooling');
  });

  it('never goes back to an earlier one by itself', () => {
    const order = ['live', 'held', 'cooling'];
    fc.assert(
      fc.property(anyLease, anyTime, fc.nat(1e9), (each, at, later) => {
        const before = order.indexOf(leasePhase(each, at));
        expect(order.indexOf(leasePhase(each, at + later))).toBeGreaterThanOrEqual(before);
      }),
    );
  });

  it('is cooling exactly when the number may be leased to somebody else', () => {
    fc.assert(
      fc.property(anyLease, anyTime, (each, at) => {
        expect(leasePhase(each, at) === 'cooling').toBe(at >= reusableAt(each));
      }),
    );
  });
});

describe('renewing', () => {
  it('moves the end of the lease to the sign of life', () => {
    const renewed = renewLease(lease(), NOON + MINUTE);
    expect(reusableAt(renewed)).toBe(NOON + MINUTE + HOLD_SECONDS * SECOND);
  });

  it('changes nothing else', () => {
    const before = lease();
    expect(renewLease(before, NOON + MINUTE)).toEqual({ ...before, lastSeenAt: NOON + MINUTE });
  });

  it('gives back the very lease where the news is old', () => {
    const before = lease();
    expect(renewLease(before, NOON - MINUTE)).toBe(before);
  });

  it('shows that the visitor is somebody, however old the news', () => {
    const nobodys = lease({ provisional: true });
    expect(renewLease(nobodys, NOON - MINUTE)).toEqual({ ...nobodys, provisional: false });
  });

  it('never shortens, and comes to the same in whatever order the news arrives', () => {
    fc.assert(
      fc.property(anyLease, fc.array(anyTime), (before, times) => {
        const after = times.reduce(renewLease, before);
        expect(after.lastSeenAt).toBe(Math.max(before.lastSeenAt, ...times));
      }),
    );
  });
});

describe('a lease without a sign of life', () => {
  const nobodys = lease({ provisional: true });

  it('is promised for two minutes, or for the hold time where that is shorter', () => {
    expect(validForSeconds(nobodys)).toBe(120);
    expect(validForSeconds({ ...nobodys, holdSeconds: 60 })).toBe(60);
    expect(validForSeconds({ ...nobodys, provisional: false })).toBe(HOLD_SECONDS);
  });

  it('may be taken back as soon as that is over, and another once its hold time is', () => {
    expect(reclaimableAt(nobodys)).toBe(NOON + 120 * SECOND);
    expect(reclaimableAt({ ...nobodys, provisional: false })).toBe(NOON + HOLD_SECONDS * SECOND);
  });

  it('stays with its visitor for the hold time while there are other numbers', () => {
    expect(reusableAt(nobodys)).toBe(NOON + HOLD_SECONDS * SECOND);
  });
});

describe('sharing', () => {
  it('says since when the number is shared, once', () => {
    const shared = shareLease(lease(), NOON + MINUTE);
    expect(shared).toMatchObject({ grade: 'shared', sharedAt: NOON + MINUTE });
    expect(shareLease(shared, NOON + 2 * MINUTE)).toBe(shared);
  });

  it('shortens nothing', () => {
    const shared = shareLease(lease(), NOON + MINUTE);
    expect(reusableAt(shared)).toBe(reusableAt(lease()));
  });
});

it('keeps for the pool what a browser was promised, whenever the browser was told', () => {
  fc.assert(
    fc.property(anyLease, anyTime, fc.boolean(), (before, now, isFurtherPage) => {
      const lastSeenAt = Math.max(before.lastSeenAt, now);
      const shown = isFurtherPage ? renewLease(before, now) : { ...before, lastSeenAt };
      const promised = now + validForSeconds(shown) * SECOND;
      expect(reclaimableAt(shown)).toBeGreaterThanOrEqual(promised);
      expect(reusableAt(shown)).toBeGreaterThanOrEqual(reclaimableAt(shown));
    }),
  );
});

it('counts as seen one persistence step later after a restart', () => {
  const before = lease();
  const recovered = recoverLease(before, NOON + MINUTE + PERSISTENCE_STEP);
  expect(recovered).toEqual({ ...before, lastSeenAt: NOON + PERSISTENCE_STEP });
});

it('a restart never carries a lease into the future, nor shortens it', () => {
  fc.assert(
    fc.property(anyLease, anyTime, (before, now) => {
      const { lastSeenAt } = recoverLease(before, now);
      expect(lastSeenAt).toBeGreaterThanOrEqual(before.lastSeenAt);
      expect(lastSeenAt).toBeLessThanOrEqual(Math.max(before.lastSeenAt, now));
    }),
  );
});

describe('a page is told to renew', () => {
  it('every two minutes', () => {
    expect(renewAfterSeconds([300])).toBe(120);
    expect(renewAfterSeconds([])).toBe(120);
  });

  it('in time for one renewal to get lost, however short the hold time', () => {
    expect(renewAfterSeconds([60])).toBe(30);
    expect(renewAfterSeconds([300, 100])).toBe(50);
  });
});

describe('saying goodbye', () => {
  const here = lease({ lastSeenAt: NOON, provisional: true });

  it('is when the visitor was last seen, and no sign of somebody who stays', () => {
    expect(leaveLease(here, NOON + MINUTE)).toEqual({
      ...here,
      lastSeenAt: NOON + MINUTE,
      left: true,
    });
  });

  it('says nothing where the visitor has been seen since', () => {
    expect(leaveLease(here, NOON - MINUTE)).toBe(here);
  });

  it('is forgotten when the visitor is seen again', () => {
    const gone = leaveLease(here, NOON + MINUTE);
    expect(renewLease(gone, NOON + 2 * MINUTE).left).toBe(false);
    expect(renewLease(gone, NOON).left).toBe(true);
  });
});
