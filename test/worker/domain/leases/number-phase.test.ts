import { describe, expect, it } from 'vitest';
import { numberPhase } from '../../../../worker/domain/leases/number-phase.ts';
import { DAY, MINUTE, SECOND } from '../../../../worker/domain/time.ts';
import { HOLD_SECONDS, lease, NOON } from './make-lease.ts';

const QUARANTINE_DAYS = 30;
const seen = lease({ startedAt: NOON - 10 * MINUTE, lastSeenAt: NOON });

describe('a number that is in a pool', () => {
  it('is free where it was never leased, whatever the time', () => {
    expect(numberPhase([], null, QUARANTINE_DAYS, NOON)).toBe('free');
  });

  it.each([
    ['leased', 'while a page shows it', NOON],
    ['held', 'when its visitor has just left', NOON + 5 * MINUTE],
    ['held', 'to the end of the hold time', NOON + HOLD_SECONDS * SECOND - 1],
    ['cooling', 'once it may be leased again', NOON + HOLD_SECONDS * SECOND],
    ['cooling', 'for as long as its lease is remembered', NOON + 300 * DAY],
  ])('is %s %s', (phase, _when, at) => {
    expect(numberPhase([seen], null, QUARANTINE_DAYS, at)).toBe(phase);
  });
});

describe('a number that is shared', () => {
  const left = lease({ startedAt: NOON - 5 * MINUTE, lastSeenAt: NOON - 5 * MINUTE });

  it('is leased while any of its pages is shown, whoever came last', () => {
    expect(numberPhase([seen, left], null, QUARANTINE_DAYS, NOON)).toBe('leased');
    expect(numberPhase([left, seen], null, QUARANTINE_DAYS, NOON)).toBe('leased');
  });

  it('is held until the last of them has let go', () => {
    const at = NOON + HOLD_SECONDS * SECOND - 1;
    expect(numberPhase([left, seen], null, QUARANTINE_DAYS, at)).toBe('held');
    expect(numberPhase([left, seen], null, QUARANTINE_DAYS, at + 1)).toBe('cooling');
  });
});

describe('a number that was removed', () => {
  it.each([
    ['quarantined', 'at once, though a page may still show it', NOON],
    ['quarantined', 'to the end of the set time', NOON + QUARANTINE_DAYS * DAY - 1],
    ['retired', 'after that', NOON + QUARANTINE_DAYS * DAY],
  ])('is %s %s', (phase, _when, at) => {
    expect(numberPhase([seen], NOON, QUARANTINE_DAYS, at)).toBe(phase);
  });

  it('is so too where it was never leased', () => {
    expect(numberPhase([], NOON, QUARANTINE_DAYS, NOON)).toBe('quarantined');
    expect(numberPhase([], 0, QUARANTINE_DAYS, NOON)).toBe('retired');
  });

  it('is retired at once where the owner sets no time', () => {
    expect(numberPhase([seen], NOON, 0, NOON)).toBe('retired');
  });
});
