import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainCalls } from '../../../../worker/domain/matching/explain-calls.ts';
import { gatherEvidence } from '../../../../worker/domain/matching/gather-evidence.ts';
import { layOut } from '../../../../worker/domain/matching/ledger.ts';
import { PRIOR_CURVE } from '../../../../worker/domain/matching/prior-curve.ts';
import { weigh } from '../../../../worker/domain/matching/weigh.ts';
import { MINUTE, SECOND } from '../../../../worker/domain/time.ts';
import type { Device } from '../../../../worker/domain/visits/device.ts';
import { anyKnown } from './any-call.ts';
import { anyCurve } from './any-curve.ts';
import { gone, holder, known, NOW, rung } from './make-call.ts';

const evidenceOf = (all: ReturnType<typeof known>) => gatherEvidence(rung(), all, PRIOR_CURVE);

describe('weights', () => {
  it('are those by which curves are learned', () => {
    fc.assert(
      fc.property(anyKnown, anyCurve, fc.constantFrom(0, 1e-6), (all, believed, redials) => {
        const known = evidenceOf(all);
        // Of who is known to have called it is not learned when people ring first.
        const evidence = { ...known, stranger: { mayBe: 1, redials } };
        // Sure of itself, for doubts are not learned.
        const curve = { ...believed, calls: 200 };
        const { fit } = explainCalls(
          curve,
          layOut([evidence], {
            sources: new Set(Object.keys(curve.sources)),
            devices: new Set(Object.keys(curve.devices)),
          }),
        );
        expect(fit).toBeCloseTo(Math.log(weigh(curve, evidence).total), 9);
      }),
      { numRuns: 300 },
    );
  });

  it('add up', () => {
    fc.assert(
      fc.property(anyKnown, anyCurve, (all, curve) => {
        const { suspects, earlier, stranger, total } = weigh(curve, evidenceOf(all));
        const sum = suspects.reduce((left, weight) => left + weight, earlier + stranger);
        expect(total / sum).toBeCloseTo(1, 9);
      }),
    );
  });

  it('are the calls per second of all sessions of a visitor, as their source calls', () => {
    const [one, two] = [gone(60 * MINUTE, { sessionId: 'ada 0' }), gone(5 * MINUTE)];
    const weightOf = (...holders: (typeof one)[]) =>
      weigh({ ...PRIOR_CURVE, sources: { google: 3 } }, evidenceOf(known(holders))).suspects[0] ??
      0;
    const plain = weigh(PRIOR_CURVE, evidenceOf(known([one]))).suspects[0] ?? 0;
    expect(weightOf(one) / plain).toBeCloseTo(3);
    expect(weightOf(one, two)).toBeCloseTo(weightOf(one) + weightOf(two), 12);
  });

  it('are by how often those on a device call', () => {
    const curve = { ...PRIOR_CURVE, devices: { mobile: 2 } };
    const weightOf = (device: Device | null) =>
      weigh(curve, evidenceOf(known([holder({ device })]))).suspects[0] ?? 0;
    expect(weightOf('mobile') / weightOf(null)).toBeCloseTo(2, 9);
    expect(weightOf('tablet')).toBe(weightOf(null));
  });

  it('are the same where no device is known, whatever is believed of devices', () => {
    const withoutDevices = anyKnown.map((all) => ({
      ...all,
      holders: all.holders.map((each) => ({ ...each, device: null })),
    }));
    fc.assert(
      fc.property(withoutDevices, anyCurve, (all, curve) => {
        const evidence = evidenceOf(all);
        const believed = { mobile: 5, desktop: 0.1, undefined: 7, null: 7 };
        expect(weigh({ ...curve, devices: believed }, evidence)).toEqual(
          weigh({ ...curve, devices: {} }, evidence),
        );
      }),
    );
  });

  it('of strangers are more where more visitors may have passed the number on', () => {
    const strangers = (count: number) =>
      weigh(
        { ...PRIOR_CURVE, calls: 200 },
        evidenceOf(
          known(
            Array.from({ length: count }, (_, at) => gone(60 * MINUTE, { visitorId: `v${at}` })),
          ),
        ),
      ).stranger;
    expect(strangers(2) - strangers(1)).toBeCloseTo(strangers(1) - strangers(0), 15);
    expect(strangers(1)).toBeGreaterThan(1.3 * strangers(0));
  });
});

describe('on a new site', () => {
  const stranger = (calls: number, tappedAt: number | null) => {
    const evidence = evidenceOf(known([holder({ tappedAt })]));
    const { suspects, ...weights } = weigh({ ...PRIOR_CURVE, calls }, evidence);
    return weights.stranger / (suspects[0] ?? 0);
  };

  it('there is doubt of whoever has not tapped, the less the more calls there were', () => {
    expect(stranger(0, null) - stranger(200, null)).toBeCloseTo(0.02, 9);
    expect(stranger(100, null) - stranger(200, null)).toBeCloseTo(0.01, 9);
    expect(stranger(5_000, null)).toBe(stranger(200, null));
  });

  it('there is none of whoever has', () => {
    expect(stranger(0, NOW - 4 * SECOND)).toBe(stranger(200, NOW - 4 * SECOND));
  });
});
