import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learnCurve } from '../../../../worker/domain/matching/learn-curve.ts';
import { PRIOR_CURVE } from '../../../../worker/domain/matching/prior-curve.ts';
import { timesOf } from '../../../../worker/domain/matching/times.ts';
import { exponential, type Random } from '../../../../worker/domain/replay/random.ts';
import { HOUR, MINUTE } from '../../../../worker/domain/time.ts';
import type { Device } from '../../../../worker/domain/visits/device.ts';
import { anyExperience, learnBriefly } from './any-curve.ts';
import { type Behaviour, experienceOf, type Played, playSite } from './play-site.ts';

/** Of those on each device, the share that calls. */
const CALLERS: Readonly<Record<Device, number>> = { mobile: 0.15, tablet: 0.1, desktop: 0.05 };

const callsByDevice =
  (mean: number): Behaviour['callAt'] =>
  (random, { startedAt, device }) =>
    device !== null && random() < CALLERS[device] ? startedAt + exponential(random, mean) : null;

const anyDevice = (random: Random): Device =>
  random() < 0.1 ? 'tablet' : random() < 0.6 ? 'mobile' : 'desktop';

/** How many times as many calls as all together those on a device really made. */
function trueTimes({ holders, calls }: Played, device: Device): number {
  const visitors = [...holders.values()].flat();
  const called = new Set(calls.map(({ cause }) => cause));
  const share = (those: typeof visitors) =>
    those.filter(({ visitorId }) => called.has(visitorId)).length / those.length;
  return share(visitors.filter((each) => each.device === device)) / share(visitors);
}

describe('how many calls those on a device make', () => {
  it.each([
    ['that nobody else is given', 4_000, MINUTE],
    ['of twenty', 20, MINUTE],
    ['of five', 5, MINUTE],
    ['of twenty, when calls come over hours', 20, HOUR],
  ])('is learned by numbers %s', (_, numbers, mean) => {
    const played = playSite({ numbers, device: anyDevice, callAt: callsByDevice(mean) });
    const { devices } = learnCurve(experienceOf(played));
    for (const device of ['mobile', 'desktop'] as const) {
      expect(Math.abs((devices[device] ?? 0) - trueTimes(played, device))).toBeLessThan(0.2);
    }
    expect(devices.tablet).toBeGreaterThan(devices.desktop ?? 0);
    expect(devices.tablet).toBeLessThan(devices.mobile ?? 0);
  });

  it('is not what their source does', () => {
    const played = playSite({
      visits: 6_000,
      numbers: 20,
      source: (random) => (random() < 0.5 ? 'ads' : 'mail'),
      device: (random, source) =>
        random() < (source === 'ads' ? 0.85 : 0.15) ? 'mobile' : 'desktop',
      callAt: callsByDevice(MINUTE),
    });
    const { sources, devices } = learnCurve(experienceOf(played));
    // By the calls alone, ads would make twice as many as mail.
    expect(Math.abs((sources.ads ?? 0) - (sources.mail ?? 0))).toBeLessThan(0.25);
    expect((devices.mobile ?? 0) / (devices.desktop ?? 0)).toBeGreaterThan(2.2);
  });

  it('is as believed before, by device, where nobody was on it', () => {
    const played = playSite({
      visits: 500,
      device: () => 'mobile',
      callAt: callsByDevice(MINUTE),
    });
    const { devices } = learnCurve(experienceOf(played));
    const { tablet = 0, desktop = 0 } = PRIOR_CURVE.devices;
    expect(devices).toEqual({
      mobile: expect.closeTo(1, 9),
      tablet: expect.closeTo(tablet, 9),
      desktop: expect.closeTo(desktop, 9),
    });
  });

  it('is as believed before where no device is known', () => {
    const { devices } = learnCurve(experienceOf(playSite({ visits: 500 })));
    for (const [device, times] of Object.entries(PRIOR_CURVE.devices)) {
      expect(devices[device]).toBeCloseTo(times, 9);
    }
  });
});

it('all visitors together make as many calls as if sources and devices were not told apart', () => {
  fc.assert(
    fc.property(anyExperience, (experience) => {
      const named = new Set<string | null>(
        experience.calls.flatMap(({ suspects }) => suspects.map(({ device }) => device)),
      );
      // Who is no suspect of any call is not learned of.
      const { visits } = experience;
      fc.pre(visits.every(({ device }) => device === null || named.has(device)));
      const curve = learnBriefly(experience);
      fc.pre(visits.every(({ source }) => source !== null && Object.hasOwn(curve.sources, source)));
      const all = visits.reduce((sum, each) => sum + each.visits, 0);
      const calls = visits.reduce((sum, each) => sum + each.visits * timesOf(curve, each), 0);
      if (all > 0) expect(calls / all).toBeCloseTo(1, 9);
    }),
    { numRuns: 50 },
  );
});
