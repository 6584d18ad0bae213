import fc from 'fast-check';
import { expect, it } from 'vitest';
import { numberPhase } from '../../../worker/domain/leases/number-phase.ts';
import { releasableAt } from '../../../worker/domain/releasable-at.ts';
import { DAY } from '../../../worker/domain/time.ts';

it('a number that was removed may be given back once its quarantine is over', () => {
  expect(releasableAt(DAY, 30)).toBe(31 * DAY);
});

it('a number in use is not to be given back', () => {
  expect(releasableAt(null, 30)).toBeNull();
});

it('a number is retired from exactly when it may be given back', () => {
  const anyTime = fc.nat(400 * DAY);
  fc.assert(
    fc.property(anyTime, fc.nat(365), anyTime, (removedAt, days, at) => {
      const retired = numberPhase([], removedAt, days, at) === 'retired';
      expect(retired).toBe(at >= (releasableAt(removedAt, days) ?? Infinity));
    }),
  );
});
