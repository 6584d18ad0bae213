import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correctedEvidence } from '../../../../worker/domain/matching/corrected-evidence.ts';
import { gatherEvidence } from '../../../../worker/domain/matching/gather-evidence.ts';
import { learnCurve } from '../../../../worker/domain/matching/learn-curve.ts';
import type { Correction } from '../../../../worker/domain/matching/match.ts';
import { PRIOR_CURVE } from '../../../../worker/domain/matching/prior-curve.ts';
import { weigh } from '../../../../worker/domain/matching/weigh.ts';
import { HOUR, MINUTE } from '../../../../worker/domain/time.ts';
import { anyKnown } from './any-call.ts';
import { earlierCall, gone, holder, known, NOW, rung } from './make-call.ts';
import { callsAfter, callsWithin, experienceOf, playSite } from './play-site.ts';

const BOB = 'bob';
const named = (visitorId: string): Correction => ({
  session: { sessionId: `${visitorId} 1`, visitorId, source: 'google' },
  at: NOW,
});
const NO_VISIT: Correction = { session: null, at: NOW };

const both = gatherEvidence(
  rung(),
  known([holder(), gone(HOUR, { visitorId: BOB })], {
    earlier: [0, 3, 5],
    ofCaller: [earlierCall('ada', HOUR)],
  }),
  PRIOR_CURVE,
);

describe('what is learned from a call of which the owner says who made it', () => {
  it('is that it was they and nobody else', () => {
    const evidence = correctedEvidence(both, named(BOB));
    const weights = weigh({ ...PRIOR_CURVE, calls: 1_000 }, evidence);
    expect(evidence.suspects).toEqual(both.suspects.filter(({ visitorId }) => visitorId === BOB));
    expect(weights.suspects).toEqual([weights.total]);
    expect(weights.total).toBeGreaterThan(0);
  });

  it('is that no visit caused it, though the number of one may have been passed on', () => {
    const evidence = correctedEvidence(both, NO_VISIT);
    const weights = weigh(PRIOR_CURVE, evidence);
    expect(weights.suspects).toEqual([0, 0]);
    expect(weights.earlier).toBe(0);
    const withNobody = weigh(PRIOR_CURVE, { ...evidence, suspects: [] });
    expect(weights.stranger).toBeGreaterThan(withNobody.stranger);
  });

  it('is nothing where they are not known to have had the number', () => {
    expect(weigh(PRIOR_CURVE, correctedEvidence(both, named('eve'))).total).toBe(0);
  });

  it('is what the evidence says where the owner says nothing', () => {
    fc.assert(
      fc.property(anyKnown, (each) => {
        const evidence = gatherEvidence(rung(), each, PRIOR_CURVE);
        expect(correctedEvidence(evidence, null)).toBe(evidence);
      }),
    );
  });
});

it('a curve learned from corrected calls is nearer to when people really call', () => {
  // Numbers come round every 8 minutes, and all who call do so within the hour.
  const played = playSite({ numbers: 2, visits: 2_000, callAt: callsAfter(30 * MINUTE) });
  const experience = experienceOf(played);
  const corrected = experience.calls.map((evidence, at) => {
    const cause = played.calls[at]?.cause;
    return correctedEvidence(evidence, cause ? named(cause) : NO_VISIT);
  });
  const soon = 0.1 * (1 - Math.exp(-1 / 3));
  const off = (calls: typeof experience.calls) =>
    Math.abs(callsWithin(learnCurve({ ...experience, calls }), played, 10 * MINUTE) - soon);
  expect(off(corrected)).toBeLessThan(0.006);
  expect(off(experience.calls)).toBeGreaterThan(2 * off(corrected));
});
