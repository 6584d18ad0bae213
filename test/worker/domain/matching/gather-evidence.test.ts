import { describe, expect, it } from 'vitest';
import {
  gatherEvidence,
  type Known,
  type Rung,
} from '../../../../worker/domain/matching/gather-evidence.ts';
import { PRIOR_CURVE } from '../../../../worker/domain/matching/prior-curve.ts';
import { weekCellOf } from '../../../../worker/domain/matching/week.ts';
import { DAY, HOUR, MINUTE } from '../../../../worker/domain/time.ts';
import { earlierCall, gone, holder, known, NOW, OTHER_NUMBER, rung } from './make-call.ts';

const gather = (all: Known, call: Rung = rung()) => gatherEvidence(call, all, PRIOR_CURVE);
const suspect = (visitorId: string, all: Known, call?: Rung) =>
  gather(all, call).suspects.find((each) => each.visitorId === visitorId);
const both = [holder(), gone(HOUR, { visitorId: 'bob' })];

describe('the visitors in question', () => {
  it('are there once each, with all their sessions, and named by the latest', () => {
    const sessions = [
      gone(DAY, { sessionId: 'session 1', source: 'mail' }),
      gone(HOUR, { sessionId: 'session 2', visitorId: 'bob' }),
      holder({ sessionId: 'session 3', source: 'ads' }),
    ];
    const { suspects, cell } = gather(known(sessions));
    expect(cell).toBe(weekCellOf(NOW));
    expect(
      suspects.map(({ sessionId, source, traits }) => [sessionId, source, traits.length]),
    ).toEqual([
      ['session 3', 'ads', 2],
      ['session 2', 'google', 1],
    ]);
  });

  it('may all have called where nobody has', () => {
    const { suspects, stranger } = gather(known(both));
    for (const { mayBe, redials } of suspects) expect([mayBe, redials]).toEqual([1, 0]);
    expect(stranger).toEqual({ mayBe: 1, redials: 0 });
  });
});

describe('a phone that called before', () => {
  const again = known(both, { ofCaller: [earlierCall('ada', 10 * MINUTE)] });

  it('is that of who called, and hardly of anybody else', () => {
    expect(suspect('ada', again)?.mayBe).toBe(1);
    expect(suspect('ada', again)?.redials).toBeGreaterThan(0);
    expect(suspect('bob', again)?.mayBe).toBeLessThan(0.2);
    expect(suspect('bob', again)?.redials).toBe(0);
  });

  it('is theirs as surely as those calls were', () => {
    const half = [{ visitorId: 'ada', probability: 0.5 }];
    const perhaps = known(both, {
      ofCaller: [earlierCall('ada', 10 * MINUTE, { suspects: half })],
    });
    const [sure, unsure] = [again, perhaps].map((all) => suspect('ada', all)?.redials ?? 0);
    expect((unsure ?? 0) / (sure ?? 0)).toBeCloseTo(0.5);
    expect(suspect('ada', perhaps)?.mayBe).toBeCloseTo(0.5 + gather(again).stranger.mayBe);
  });

  it('rings again the less, the longer that was ago', () => {
    const redials = [MINUTE, HOUR, DAY, 20 * DAY].map(
      (ago) => suspect('ada', known(both, { ofCaller: [earlierCall('ada', ago)] }))?.redials ?? 0,
    );
    expect(redials).toEqual(redials.toSorted((a, b) => b - a));
    expect(new Set(redials).size).toBe(4);
  });

  it('tells less on a busy site, where another caller is sooner there', () => {
    const busy = { ...again, callsPerSecond: 100 * again.callsPerSecond };
    expect(gather(busy).stranger.mayBe).toBeLessThan(gather(again).stranger.mayBe / 50);
  });

  it('is most of all whose its last call was', () => {
    const two = known(both, {
      ofCaller: [earlierCall('ada', MINUTE), earlierCall('bob', HOUR)],
    });
    const adasToBobs = (all: Known) =>
      (suspect('ada', all)?.redials ?? 0) / (suspect('bob', all)?.redials ?? 0);
    expect(adasToBobs(two)).toBeCloseTo(1);
    const before = { ...two, ofCaller: [...two.ofCaller, earlierCall('bob', DAY)] };
    expect(adasToBobs(before)).toBeCloseTo(1);
    const last = { ...two, ofCaller: [earlierCall('ada', 2 * MINUTE), ...two.ofCaller] };
    expect(adasToBobs(last)).toBeCloseTo(3);
  });

  it('is a stranger’s again on the same number alone', () => {
    const strange = (number: string) =>
      gather(
        known(both, {
          ofCaller: [earlierCall('ada', HOUR, { suspects: [], stranger: 1, number })],
        }),
      ).stranger.redials;
    expect(strange(rung().number)).toBeGreaterThan(0);
    expect(strange(OTHER_NUMBER)).toBe(0);
  });

  it('is again of somebody who is not named, as far as it was', () => {
    const unseen = (stranger: number, number = rung().number) => {
      const suspects = [{ visitorId: 'ada', probability: 0.3 }];
      const before = earlierCall('ada', HOUR, { suspects, stranger, number });
      return gather(known(both, { ofCaller: [before] })).unseenRedials;
    };
    expect(unseen(0.2) / unseen(0.6)).toBeCloseTo(5);
    expect(unseen(0.7)).toBeCloseTo(0, 12);
    expect(unseen(0.2, OTHER_NUMBER)).toBe(0);
  });
});

describe('a call that another phone made before', () => {
  const after = (caller: string | null, probability = 1) =>
    known(both, {
      ofOthers: [
        earlierCall('ada', MINUTE, { caller, suspects: [{ visitorId: 'ada', probability }] }),
      ],
    });
  const adas = (all: Known, caller: string | null = 'a phone') =>
    suspect('ada', all, rung({ caller }));

  it('was theirs: who called is less likely to call from a second phone, or a third', () => {
    expect(adas(after('another phone'))).toMatchObject({ mayBe: expect.closeTo(0.3), redials: 0 });
    expect(adas(after('another phone', 0.5))?.mayBe).toBeCloseTo(0.65);
    const third = known(both, {
      ofOthers: ['one', 'two'].map((caller) => earlierCall('ada', MINUTE, { caller })),
    });
    expect(adas(third)?.mayBe).toBeCloseTo(0.3);
    expect(suspect('bob', after('another phone'))?.mayBe).toBe(1);
  });

  it('says less where either of the two withheld the number', () => {
    for (const evidence of [adas(after(null)), adas(after('another phone'), null)]) {
      expect(evidence?.mayBe).toBeCloseTo(1 - 0.7 * 0.8);
      expect(evidence?.redials).toBeGreaterThan(0);
    }
  });

  it('says nothing against them where both did, and is perhaps gone on from', () => {
    expect(adas(after(null), null)?.mayBe).toBe(1);
    expect(adas(after(null), null)?.redials).toBeGreaterThan(adas(after(null))?.redials ?? 0);
  });
});

describe('a phone that a visitor gave as theirs', () => {
  const given = known(both, { givenBy: 'bob' });

  it('is hardly that of anybody else', () => {
    expect(suspect('bob', given)?.mayBe).toBe(1);
    expect(suspect('ada', given)?.mayBe).toBe(0.01);
    expect(gather(given).stranger.mayBe).toBe(0.01);
  });

  it('may be theirs and that of whom it called for before', () => {
    const again = { ...given, ofCaller: [earlierCall('ada', HOUR)] };
    expect(suspect('bob', again)).toMatchObject({ mayBe: 1, redials: 0 });
    expect(suspect('ada', again)).toEqual(suspect('ada', { ...again, givenBy: null }));
  });

  it('says nothing where they were not shown the number', () => {
    expect(gather({ ...given, givenBy: 'eve' })).toEqual(gather(known(both)));
  });
});
