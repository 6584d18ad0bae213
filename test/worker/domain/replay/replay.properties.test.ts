import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { POLICIES, type PolicyName } from '../../../../worker/domain/replay/policies.ts';
import type { Showing } from '../../../../worker/domain/replay/policy.ts';
import { seededRandom } from '../../../../worker/domain/replay/random.ts';
import type { TraceEvent } from '../../../../worker/domain/replay/trace-event.ts';
import { SECOND } from '../../../../worker/domain/time.ts';
import { does, figuresOf, friendRings, rings, wrongNumber } from './make-trace.ts';

const VISITORS = ['a', 'b', 'c', 'd', 'e', 'f'];

const anyPolicy = fc.constantFrom(...(Object.keys(POLICIES) as PolicyName[]));
const anyNumbers = fc.integer({ min: 1, max: 8 });

/** Few visitors, so that they meet; pauses from none to hours. */
const anyTrace: fc.Arbitrary<TraceEvent[]> = fc
  .array(
    fc.record({
      pause: fc.oneof(fc.constant(0), fc.nat(120), fc.nat(20_000)),
      who: fc.constantFrom(...VISITORS),
      what: fc.constantFrom('visit', 'visit', 'renew', 'tap', 'leave', 'ring', 'friend', 'wrong'),
      caller: fc.constantFrom(null, 'p', 'q'),
      dial: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    }),
    { maxLength: 80 },
  )
  .map((steps) => {
    let t = 0;
    return steps.map(({ pause, who, what, caller, dial }) => {
      t += pause;
      if (what === 'ring') return rings(t, who, caller);
      if (what === 'friend') return friendRings(t, who);
      if (what === 'wrong') return wrongNumber(t, dial);
      return does(t, who, what as 'visit');
    });
  });

describe('whatever happened, and whatever the policy', () => {
  it('the same trace gives the same figures', () => {
    fc.assert(
      fc.property(anyPolicy, anyNumbers, anyTrace, (policy, numbers, trace) => {
        const once = figuresOf(policy, trace, { numbers });
        expect(figuresOf(policy, trace, { numbers })).toEqual(once);
      }),
    );
  });

  it('every call is in exactly one band', () => {
    fc.assert(
      fc.property(anyPolicy, anyNumbers, anyTrace, (policy, numbers, trace) => {
        const { bands, calls } = figuresOf(policy, trace, { numbers });
        const shares = Object.values(bands).reduce((sum, { share }) => sum + share, 0);
        expect(calls).toBe(trace.filter(({ type }) => type === 'call').length);
        expect(shares).toBeCloseTo(calls === 0 ? 0 : 1, 10);
      }),
    );
  });

  it('shares and errors lie between 0 and 1, and no more is right than is matched', () => {
    fc.assert(
      fc.property(anyPolicy, anyNumbers, anyTrace, (policy, numbers, trace) => {
        const { ownShare, matched, calibrationError, sourceTotals, bands } = figuresOf(
          policy,
          trace,
          { numbers },
        );
        const precisions = Object.values(bands).map(({ precision }) => precision);
        const shares = [ownShare, matched.share, matched.correct, ...precisions];
        const errors = [calibrationError, sourceTotals.expectedError, sourceTotals.bestError];
        for (const figure of [...shares, ...errors]) {
          expect(figure ?? 0).toBeGreaterThanOrEqual(0);
          expect(figure ?? 0).toBeLessThanOrEqual(1 + 1e-9);
        }
        expect(matched.correct ?? 0).toBeLessThanOrEqual(matched.share ?? 0);
      }),
    );
  });

  it('the truth is for scoring only: nothing that is said of calls hangs on it', () => {
    fc.assert(
      fc.property(anyPolicy, anyNumbers, anyTrace, (policy, numbers, trace) => {
        const told = figuresOf(policy, trace, { numbers });
        const hidden = trace.map((event) =>
          event.cause === null ? event : { ...event, cause: null, number_of: event.cause },
        );
        const untold = figuresOf(policy, hidden, { numbers });
        const shares = (figures: typeof told) =>
          Object.values(figures.bands).map(({ share }) => share);
        expect(shares(untold)).toEqual(shares(told));
        expect(untold.matched.share).toEqual(told.matched.share);
      }),
    );
  });
});

describe('a pool that shares', () => {
  it('never leaves a visitor without a number', () => {
    fc.assert(
      fc.property(anyNumbers, anyTrace, (count, trace) => {
        const numbers = Array.from({ length: count }, (_, index) => `${index}`);
        const policy = POLICIES.ringtrace({ numbers, holdSeconds: 300, random: seededRandom(1) });
        const shown = trace.flatMap(({ type, visitor, t }): Showing[] => {
          if (type !== 'visit' || visitor === null) return [];
          const at = t * SECOND;
          return [policy.view({ at, visitorId: visitor, sessionId: '', source: '' })];
        });
        for (const { number } of shown) expect(numbers).toContain(number);
      }),
    );
  });
});
