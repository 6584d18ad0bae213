import { describe, expect, it } from 'vitest';
import type { Experience } from '../../../../worker/domain/matching/experience.ts';
import { expectedOf } from '../../../../worker/domain/matching/improve-curve.ts';
import { learnCurve, learningRounds } from '../../../../worker/domain/matching/learn-curve.ts';
import { BIN_STARTS, binOf } from '../../../../worker/domain/matching/log-bins.ts';
import { PASSED_ON_SHARE, PRIOR_CURVE } from '../../../../worker/domain/matching/prior-curve.ts';
import { exponential } from '../../../../worker/domain/replay/random.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../../worker/domain/time.ts';
import { furthest } from './any-curve.ts';
import {
  type Behaviour,
  callsAfter,
  callsBetween,
  callsWithin,
  experienceOf,
  MONDAY,
  type Played,
  playSite,
} from './play-site.ts';

const NOBODY: Experience = experienceOf({
  numbers: 0,
  end: MONDAY,
  holders: new Map(),
  calls: [],
});
/** One visitor of ten calls, the next morning at eight or soon after. */
const callsAtOpening: Behaviour['callAt'] = (random, { startedAt }) => {
  const midnight = MONDAY + (Math.floor((startedAt - MONDAY) / DAY) + 1) * DAY;
  return random() < 0.1 ? midnight + 8 * HOUR + exponential(random, 20 * MINUTE) : null;
};

/** Of the calls that visitors make; the rest is held to be of people to whom a number was passed on. */
const KNOWN = 1 - PASSED_ON_SHARE;

const learn = (played: Played) => learnCurve(experienceOf(played));

describe('a curve learned from calls', () => {
  it('knows when people call soon', () => {
    const played = playSite({});
    const curve = learn(played);
    expect(callsWithin(curve, played, MINUTE) / 0.1).toBeCloseTo(KNOWN * (1 - Math.exp(-1)), 1);
    expect(callsWithin(curve, played, HOUR) / 0.1).toBeCloseTo(KNOWN, 1);
    expect(callsWithin(curve, played, DAY) / 0.1).toBeLessThan(1.1);
  });

  it('knows when people call over hours', () => {
    const played = playSite({ callAt: callsAfter(3 * HOUR) });
    const curve = learn(played);
    expect(callsWithin(curve, played, 5 * MINUTE) / 0.1).toBeLessThan(0.06);
    expect(callsWithin(curve, played, 2 * HOUR) / 0.1).toBeCloseTo(
      KNOWN * (1 - Math.exp(-2 / 3)),
      1,
    );
    expect(callsWithin(curve, played, DAY) / 0.1).toBeCloseTo(KNOWN, 1);
  });

  it('knows when people call who wait until the business opens', () => {
    const curve = learn(playSite({ callAt: callsAtOpening }));
    const startedAt = MONDAY + 20 * HOUR;
    const evening = { startedAt, lastSeenAt: startedAt + MINUTE, left: true };
    const visitor = { ...evening, tappedAt: null, movedOnAt: null };
    const from = (hour: number) =>
      callsBetween(curve, visitor, MONDAY + DAY + hour * HOUR, MONDAY + DAY + (hour + 1) * HOUR);
    expect(from(8)).toBeGreaterThan(0.06);
    for (const hour of [-3, 0, 7, 12]) expect(from(hour)).toBeLessThan(from(8) / 20);
  });

  it('knows that whoever taps calls', () => {
    const curve = learn(playSite({ tapShare: 0.5 }));
    const visitor = { startedAt: MONDAY, lastSeenAt: MONDAY + HOUR, left: true, movedOnAt: null };
    const soonAfter = (tappedAt: number | null) =>
      callsBetween(curve, { ...visitor, tappedAt }, MONDAY + 10 * MINUTE, MONDAY + 10.25 * MINUTE);
    expect(soonAfter(MONDAY + 10 * MINUTE)).toBeGreaterThan(0.5);
    expect(soonAfter(null)).toBeLessThan(0.005);
  });

  it('knows that visitors of one source call more than those of another', () => {
    const source = (random: () => number) => (random() < 0.5 ? 'ads' : 'toString');
    const callAt: Behaviour['callAt'] = (random, stay) =>
      random() < (stay.source === 'ads' ? 0.75 : 0.25) ? callsAfter(MINUTE)(random, stay) : null;
    const { sources } = learn(playSite({ visits: 8_000, source, callAt }));
    expect(Object.keys(sources).sort()).toEqual(['ads', 'toString']);
    expect(sources.ads).toBeGreaterThan(1.3);
    expect(sources.ads).toBeLessThan(1.6);
    expect(sources.toString).toBeLessThan(0.7);
  });

  it('tells the twenty most visited sources apart, which make 1 time as many calls on average', () => {
    const experience = experienceOf(
      playSite({ source: (random) => `source ${Math.floor(25 * random() ** 2)}` }),
    );
    const most = experience.visits.toSorted((a, b) => b.visits - a.visits).slice(0, 20);
    const { sources } = learnCurve(experience);
    expect(Object.keys(sources).sort()).toEqual(most.map(({ source }) => source).sort());
    const visits = most.reduce((sum, each) => sum + each.visits, 0);
    const calls = most.reduce(
      (sum, each) => sum + each.visits * (sources[each.source ?? ''] ?? 0),
      0,
    );
    expect(calls / visits).toBeCloseTo(1, 9);
  });

  it('knows about how many calls no visit causes', () => {
    const strangers = (wrong: number) => {
      const experience = experienceOf(playSite({ wrong }));
      const curve = learnCurve(experience);
      return curve.wrong * experience.numberSeconds + curve.passedOn * 4_000;
    };
    expect(strangers(0)).toBeLessThan(75);
    expect(Math.abs(strangers(300) - 300)).toBeLessThan(60);
  });

  it('knows when callers ring again', () => {
    const { redial } = learnCurve({
      ...NOBODY,
      redials: { after: new Array(60).fill(5 * MINUTE), notYet: new Array(40).fill(DAY) },
    });
    const inBin = (bin: number) =>
      ((redial[bin] ?? 0) * ((BIN_STARTS[bin + 1] ?? 0) - (BIN_STARTS[bin] ?? 0))) / SECOND;
    const bin = binOf(5 * MINUTE);
    expect(inBin(bin - 1) + inBin(bin) + inBin(bin + 1)).toBeGreaterThan(0.5);
    expect(redial[bin]).toBe(Math.max(...redial));
    const never = learnCurve({
      ...NOBODY,
      redials: { after: [], notYet: new Array(1_000).fill(DAY) },
    });
    expect(never.redial[bin]).toBeLessThan((PRIOR_CURVE.redial[bin] ?? 0) / 10);
    expect(never.redial[binOf(20 * DAY)]).toBeGreaterThan(0);
  });
});

describe('a curve expects about as many calls as came', () => {
  it.each<[string, Behaviour['callAt']]>([
    ['soon', callsAfter(MINUTE)],
    ['over hours', callsAfter(3 * HOUR)],
    ['when the business opens', callsAtOpening],
  ])('%s', (_, callAt) => {
    const experience = experienceOf(playSite({ callAt }));
    const curve = learnCurve(experience);
    const share = expectedOf(curve, experience) / experience.calls.length;
    expect(Math.abs(share - KNOWN)).toBeLessThan(0.1);
  });
});

describe.each([200, 20, 5])('a number that is soon leased again, one of %d,', (numbers) => {
  it('does not make the curve shorter', () => {
    const played = playSite({ numbers, callAt: callsAfter(3 * HOUR) });
    const curve = learn(played);
    expect(callsWithin(curve, played, 5 * MINUTE) / 0.1).toBeLessThan(0.1);
    expect(Math.abs(callsWithin(curve, played, 2 * HOUR) / 0.1 - KNOWN * 0.49)).toBeLessThan(0.12);
    expect(Math.abs(callsWithin(curve, played, DAY) / 0.1 - 1)).toBeLessThan(0.2);
  });

  it('does not make it longer', () => {
    const played = playSite({ numbers });
    const curve = learn(played);
    expect(Math.abs(callsWithin(curve, played, 5 * MINUTE) / 0.1 - 0.99)).toBeLessThan(0.1);
    expect(Math.abs(callsWithin(curve, played, DAY) / 0.1 - 1)).toBeLessThan(0.1);
  });
});

describe('what is learned', () => {
  const played = playSite({ visits: 1_000, numbers: 10, callAt: callsAfter(HOUR), tapShare: 0.5 });
  const experience = experienceOf(played);
  const curve = learnCurve(experience);

  it('does not hang on the order in which it was experienced', () => {
    const other = learnCurve({
      ...experience,
      calls: experience.calls.toReversed().map((call) => ({
        ...call,
        suspects: call.suspects.toReversed(),
      })),
      visits: experience.visits.toReversed(),
    });
    expect(furthest(other, curve)).toBeLessThan(1e-9);
  });

  it('is the same in rounds as at once', () => {
    const rounds = learningRounds(experience);
    let step = rounds.next();
    let taken = 0;
    for (; !step.done; step = rounds.next()) taken += 1;
    expect(taken).toBe(160);
    expect(step.value).toEqual(curve);
  });

  it('leaves the experience as it was', () => {
    expect(learnCurve(experience)).toEqual(curve);
    expect(experience).toEqual(experienceOf(played));
  });

  it('counts the calls it was learned from', () => {
    expect(curve.calls).toBe(experience.calls.length);
  });

  it('is about what was believed where nothing happened', () => {
    const learned = learnCurve(NOBODY);
    expect(learned.calls).toBe(0);
    for (const part of ['age', 'onSite', 'away', 'tap', 'later', 'redial'] as const) {
      for (const [bin, rate] of learned[part].entries()) {
        expect(rate / (PRIOR_CURVE[part][bin] ?? 0)).toBeCloseTo(1, 6);
      }
    }
  });
});
