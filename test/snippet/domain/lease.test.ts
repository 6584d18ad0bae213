import { describe, expect, it } from 'vitest';
import {
  hasLapsed,
  isActive,
  type Lease,
  nextEndAt,
  renewalAt,
  renewLease,
  validSwaps,
} from '../../../snippet/domain/lease.ts';
import { frenchSwap, noSwap, visitReply } from '../../support/wire-makers.ts';

const AT = 1_000_000;
const pool = frenchSwap({ validFor: 120 });
const fixed = frenchSwap({ kind: 'static', validFor: 86_400 });
const lease: Lease = { ...visitReply({ renewAfter: 60, swaps: [pool, fixed] }), confirmedAt: AT };

it('shows each number for as long as it is valid', () => {
  expect(validSwaps(lease, AT + 119_999)).toEqual([pool, fixed]);
  expect(validSwaps(lease, AT + 120_000)).toEqual([fixed]);
});

it('shows nothing when the clock was set back', () => {
  expect(validSwaps(lease, AT - 1)).toEqual([]);
});

it('has lapsed as soon as one number has run out', () => {
  expect([hasLapsed(lease, AT + 119_999), hasLapsed(lease, AT + 120_000)]).toEqual([false, true]);
});

it('never lapses where there is nothing to show', () => {
  expect(hasLapsed({ ...lease, swaps: [noSwap()] }, AT + 1e9)).toBe(false);
});

it('renews so many seconds after the last contact', () => {
  expect(renewalAt(lease, AT + 5_000, AT + 6_000)).toBe(AT + 65_000);
});

it.each([
  ['has no session', { session: null }],
  ['shows no number', { swaps: [noSwap()] }],
  ['is not to be renewed', { renewAfter: 0 }],
  ['has lapsed', { confirmedAt: 0 }],
])('never renews a lease that %s', (_, change) => {
  expect(renewalAt({ ...lease, ...change }, AT, AT)).toBe(Infinity);
});

describe('once a renewal has been acknowledged, a lease', () => {
  const renewed = { renewAfter: 120, validFor: 300 };

  it('counts from when the renewal left, as the server said that it would', () => {
    const after = renewLease({ ...lease, renewed }, AT + 60_000);
    expect(after).toMatchObject({ confirmedAt: AT + 60_000, renewAfter: 120 });
    expect(after.swaps).toEqual([{ ...pool, validFor: 300 }, fixed]);
  });

  it('is not valid for less than before', () => {
    const longer = frenchSwap({ validFor: 600 });
    expect(renewLease({ ...lease, swaps: [longer], renewed }, AT).swaps).toEqual([longer]);
  });

  it('makes no number of a static one last longer', () => {
    const day = { renewAfter: 120, validFor: 2 * 86_400 };
    expect(renewLease({ ...lease, renewed: day }, AT).swaps).toContainEqual(fixed);
  });

  it.each([
    ['nothing', { renewed: null }],
    ['not even that, as from an earlier version', { renewed: undefined }],
  ])('goes on as before where the server said %s', (_, change) => {
    const before = { ...lease, ...change } as Lease;
    expect(renewLease(before, AT + 60_000)).toEqual({ ...before, confirmedAt: AT + 60_000 });
  });
});

it('looks again when the next number runs out', () => {
  expect(nextEndAt(lease, AT)).toBe(AT + 120_000);
  expect(nextEndAt({ ...lease, swaps: [fixed] }, AT)).toBe(AT + 3_600_000);
});

it('counts a visible page as read until 30 minutes after the last input', () => {
  expect(isActive(true, AT, AT + 1_799_999)).toBe(true);
  expect(isActive(true, AT, AT + 1_800_000)).toBe(false);
  expect(isActive(false, AT, AT)).toBe(false);
});
