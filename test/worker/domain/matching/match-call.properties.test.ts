import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Curve, callRate, hourOf } from '../../../../worker/domain/matching/curve.ts';
import type { EarlierCall, Known } from '../../../../worker/domain/matching/gather-evidence.ts';
import { gatherEvidence } from '../../../../worker/domain/matching/gather-evidence.ts';
import type { Holder } from '../../../../worker/domain/matching/holder.ts';
import { BIN_STARTS, binOf } from '../../../../worker/domain/matching/log-bins.ts';
import { matchCall } from '../../../../worker/domain/matching/match-call.ts';
import { traitsOf } from '../../../../worker/domain/matching/traits.ts';
import { judge, type Verdict } from '../../../../worker/domain/matching/verdict.ts';
import { weekCellOf } from '../../../../worker/domain/matching/week.ts';
import { weigh } from '../../../../worker/domain/matching/weigh.ts';
import { MINUTE } from '../../../../worker/domain/time.ts';
import { anyKnown, anyWhile } from './any-call.ts';
import { anyCurve } from './any-curve.ts';
import { earlierCall, holder, NOW, rung } from './make-call.ts';

function verdictOf(known: Known, curve: Curve, call = rung()): Verdict {
  const evidence = gatherEvidence(call, known, curve);
  return judge(evidence, weigh(curve, evidence), curve);
}

/** How likely it was Zoe, a visitor like any other. */
const chanceOfZoe = (known: Known, curve: Curve) =>
  verdictOf(known, curve).candidates.find(({ visitorId }) => visitorId === 'zoe')?.probability ?? 0;

const zoe = (change: Partial<Holder> = {}) => holder({ visitorId: 'zoe', ...change });
const withHolder = (known: Known, ...more: Holder[]): Known => ({
  ...known,
  holders: [...known.holders, ...more],
});

/** As likely or more, but for what is lost in rounding. */
const expectNotLower = (after: number, before: number) =>
  expect(after).toBeGreaterThanOrEqual(before * (1 - 1e-9));

describe('whatever is known of a call', () => {
  it('the probabilities of all explanations make up one', () => {
    fc.assert(
      fc.property(anyKnown, anyCurve, (known, curve) => {
        const { candidates, unseen, stranger } = verdictOf(known, curve);
        const all = [unseen, stranger, ...candidates.map(({ probability }) => probability)];
        for (const each of all) expect(each).toBeGreaterThanOrEqual(0);
        expect(all.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 9);
      }),
      { numRuns: 500 },
    );
  });

  it('those of a match do too, and its band says what they are', () => {
    fc.assert(
      fc.property(anyKnown, anyCurve, (known, curve) => {
        const { match } = matchCall(rung(), known, curve);
        const { band, sessionId, confidence, candidates, unseen, noVisit } = match;
        const listed = candidates.reduce((sum, { probability }) => sum + probability, 0);
        expect(listed + unseen + noVisit).toBeCloseTo(1, 9);
        expect(candidates.length).toBeLessThanOrEqual(20);
        const byConfidence =
          confidence >= 0.99
            ? ['certain']
            : confidence >= 0.95
              ? ['high']
              : noVisit >= 0.5
                ? ['unattributed']
                : ['source', 'ambiguous'];
        expect(byConfidence).toContain(band);
        expect(sessionId).toBe(confidence > 0 ? candidates[0]?.sessionId : null);
        if (band === 'unattributed') expect(confidence).toBe(0);
        else expect(confidence).toBe(candidates[0]?.probability ?? 0);
      }),
      { numRuns: 500 },
    );
  });

  it('nobody is named twice, nor anybody who was not shown the number', () => {
    fc.assert(
      fc.property(anyKnown, anyCurve, (known, curve) => {
        const named = verdictOf(known, curve).candidates.map(({ visitorId }) => visitorId);
        const shown = new Set(known.holders.map(({ visitorId }) => visitorId));
        expect(named.toSorted()).toEqual([...shown].sort());
      }),
    );
  });

  it('its match does not depend on the order in which that became known', () => {
    fc.assert(
      fc.property(anyKnown, anyCurve, (known, curve) => {
        const other: Known = {
          ...known,
          holders: known.holders.toReversed(),
          ofCaller: known.ofCaller.toReversed(),
          ofOthers: known.ofOthers.toReversed(),
        };
        const [one, two] = [known, other].map((each) => matchCall(rung(), each, curve).match);
        expect(two).toEqual({
          ...one,
          confidence: expect.closeTo(one?.confidence ?? 0, 9),
          noVisit: expect.closeTo(one?.noVisit ?? 0, 9),
          unseen: expect.closeTo(one?.unseen ?? 0, 9),
          candidates: one?.candidates.map((each) => ({
            ...each,
            probability: expect.closeTo(each.probability, 9),
          })),
        });
      }),
      { numRuns: 300 },
    );
  });

  it('times matter by their bins alone', () => {
    /** The latest moment of the same bin. */
    const latest = (at: number) => NOW - Math.ceil(BIN_STARTS[binOf(NOW - at)] ?? 0);
    fc.assert(
      fc.property(anyKnown, anyCurve, anyWhile, anyWhile, (known, curve, stayed, since) => {
        const startedAt = NOW - stayed - since;
        const left = zoe({ startedAt, lastSeenAt: NOW - since, left: true });
        const moved = { ...left, lastSeenAt: latest(left.lastSeenAt) };
        fc.pre(moved.lastSeenAt < NOW);
        expect(verdictOf(withHolder(known, moved), curve)).toEqual(
          verdictOf(withHolder(known, left), curve),
        );
      }),
    );
  });
});

describe('whatever else is known of a call, a visitor is no less likely to have made it', () => {
  it('for having tapped the number', () => {
    fc.assert(
      fc.property(anyKnown, anyCurve, anyWhile, (known, curve, ago) => {
        const startedAt = NOW - ago;
        const tapped = zoe({ startedAt, tappedAt: Math.max(startedAt, NOW - MINUTE) });
        const before = chanceOfZoe(withHolder(known, zoe({ startedAt })), curve);
        expectNotLower(chanceOfZoe(withHolder(known, tapped), curve), before);
      }),
    );
  });

  it('for being on the site still, where more is rung from there', () => {
    fc.assert(
      fc.property(anyKnown, anyCurve, anyWhile, (known, curve, ago) => {
        const here = zoe({ startedAt: NOW - ago - 1, lastSeenAt: NOW - 1 });
        const away = { ...here, left: true };
        const hour = hourOf(curve, weekCellOf(NOW));
        const rate = (visitor: Holder) => callRate(curve, traitsOf(visitor, NOW), hour);
        fc.pre(rate(here) >= rate(away));
        expectNotLower(
          chanceOfZoe(withHolder(known, here), curve),
          chanceOfZoe(withHolder(known, away), curve),
        );
      }),
    );
  });

  it('for an earlier call of theirs from this phone', () => {
    fc.assert(
      fc.property(anyKnown, anyCurve, anyWhile, anyWhile, (known, curve, came, called) => {
        const theirs = { ...known, ofOthers: [], ofCaller: [] };
        const fresh = withHolder(theirs, zoe({ startedAt: NOW - came }));
        const again = { ...fresh, ofCaller: [earlierCall('zoe', called)] };
        expectNotLower(chanceOfZoe(again, curve), chanceOfZoe(fresh, curve));
      }),
    );
  });

  it('for an earlier call from this phone that was more surely theirs', () => {
    const anyShares = fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(anyKnown, anyCurve, anyWhile, anyShares, (known, curve, ago, shares) => {
        const call = (probability: number): EarlierCall =>
          earlierCall('zoe', ago, {
            suspects: [{ visitorId: 'zoe', probability }],
            stranger: 1 - probability,
          });
        const [less, more] = shares
          .toSorted((a, b) => a - b)
          .map((share) =>
            chanceOfZoe({ ...withHolder(known, zoe()), ofCaller: [call(share)] }, curve),
          );
        expectNotLower(more ?? 0, less ?? 1);
      }),
    );
  });

  it('for having given the number of this phone as theirs', () => {
    fc.assert(
      fc.property(anyKnown, anyCurve, anyWhile, (known, curve, ago) => {
        const all = withHolder(known, zoe({ startedAt: NOW - ago }));
        const given = chanceOfZoe({ ...all, givenBy: 'zoe' }, curve);
        expectNotLower(given, chanceOfZoe({ ...all, givenBy: null }, curve));
      }),
    );
  });

  it('for one visitor fewer', () => {
    fc.assert(
      fc.property(anyKnown, anyCurve, anyWhile, (known, curve, ago) => {
        const all = withHolder(known, zoe({ startedAt: NOW - ago }));
        for (const { visitorId } of known.holders) {
          const holders = all.holders.filter((each) => each.visitorId !== visitorId);
          expectNotLower(chanceOfZoe({ ...all, holders }, curve), chanceOfZoe(all, curve));
        }
      }),
    );
  });

  it('for a call that another visitor made already', () => {
    fc.assert(
      fc.property(anyKnown, anyCurve, anyWhile, (known, curve, ago) => {
        const all = withHolder(known, zoe());
        for (const { visitorId } of known.holders) {
          const theirs = earlierCall(visitorId, ago, { caller: 'another phone' });
          const explained = { ...all, ofOthers: [...all.ofOthers, theirs] };
          expectNotLower(chanceOfZoe(explained, curve), chanceOfZoe(all, curve));
        }
      }),
    );
  });

  it('for another visitor who has been shown another number since', () => {
    fc.assert(
      fc.property(anyKnown, anyCurve, (known, curve) => {
        const bob = holder({ visitorId: 'zac', startedAt: NOW - 5 * MINUTE });
        expectNotLower(
          chanceOfZoe(withHolder(known, zoe(), { ...bob, movedOnAt: NOW - MINUTE }), curve),
          chanceOfZoe(withHolder(known, zoe(), bob), curve),
        );
      }),
    );
  });
});
