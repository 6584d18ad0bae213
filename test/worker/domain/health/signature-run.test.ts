import { describe, expect, it } from 'vitest';
import {
  addRefused,
  isAlarming,
  type SignatureRun,
} from '../../../../worker/domain/health/signature-run.ts';
import { HOUR, MINUTE, SECOND } from '../../../../worker/domain/time.ts';

const NOW = 100 * HOUR;

/** Refused one after the other, so far apart. */
function run(count: number, apart: number): SignatureRun {
  let known: SignatureRun | undefined;
  for (let each = 0; each < count; each++) known = addRefused(known, 1, NOW + each * apart);
  return known as SignatureRun;
}

describe('a run of refused signatures', () => {
  it('is alarming from the fifth on, if it lasts a minute', () => {
    expect(isAlarming(run(4, 20 * SECOND), null)).toBe(false);
    expect(isAlarming(run(5, 20 * SECOND), null)).toBe(true);
  });

  it('is not while it is a burst', () => {
    expect(isAlarming(run(1_000, 1), null)).toBe(false);
  });

  it('is counted however many are told at once', () => {
    const told = addRefused(addRefused(undefined, 1, NOW), 40, NOW + MINUTE);
    expect(told).toEqual({ refused: 41, since: NOW, lastAt: NOW + MINUTE });
    expect(isAlarming(told, null)).toBe(true);
  });

  it('is not told again within an hour of the one before', () => {
    const raisedAt = NOW - 30 * MINUTE;
    expect(isAlarming(run(5, 20 * SECOND), raisedAt)).toBe(false);
    expect(isAlarming(run(5, 20 * SECOND), raisedAt - HOUR)).toBe(true);
  });
});
