import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Area, areaKey, areaOf, visitorArea } from '../../../../worker/domain/areas/area.ts';
import { areaRank } from '../../../../worker/domain/areas/area-rank.ts';
import { anyArea, numberArea } from './any-area.ts';

/** The numbers, nearest first; equally near ones keep their order. */
function byNearness(numbers: readonly string[], wanted: Area): string[] {
  return [...numbers].sort((a, b) => areaRank(areaOf(a), wanted) - areaRank(areaOf(b), wanted));
}

const SAN_FRANCISCO = '+14155550123';
const LOS_ANGELES = '+12135550123';
const NEW_YORK = '+12125550123';
const US_TOLL_FREE = '+18005550199';
const TORONTO = '+14165550123';
const HALIFAX = '+19025550123';
const HALIFAX_OVERLAY = '+17825550123';
const PARIS = '+33199001234';
const RENNES = '+33261910123';
const LYON = '+33465710123';
const TOULOUSE = '+33536490123';
const FR_TOLL_FREE = '+33805123456';
const LONDON = '+442079460123';

describe('numbers are preferred', () => {
  it('of the target’s area code, its region, its country, any', () => {
    const numbers = [LONDON, US_TOLL_FREE, NEW_YORK, LOS_ANGELES, SAN_FRANCISCO];
    expect(byNearness(numbers, areaOf('+14155550199'))).toEqual([
      SAN_FRANCISCO,
      LOS_ANGELES,
      NEW_YORK,
      US_TOLL_FREE,
      LONDON,
    ]);
  });

  it('of the visitor’s region, their country, any', () => {
    const numbers = [PARIS, US_TOLL_FREE, NEW_YORK, SAN_FRANCISCO, LOS_ANGELES];
    expect(byNearness(numbers, visitorArea({ country: 'US', region: 'CA' }))).toEqual([
      SAN_FRANCISCO,
      LOS_ANGELES,
      NEW_YORK,
      US_TOLL_FREE,
      PARIS,
    ]);
  });

  it('of the French zone that the visitor’s region lies in', () => {
    const numbers = [LYON, RENNES, PARIS];
    const [toParis] = byNearness(numbers, visitorArea({ country: 'FR', region: 'IDF' }));
    const [toRennes] = byNearness(numbers, visitorArea({ country: 'FR', region: 'BRE' }));
    expect([toParis, toRennes]).toEqual([PARIS, RENNES]);
  });

  it('of either zone where the region lies in two', () => {
    const occitania = visitorArea({ country: 'FR', region: 'OCC' });
    expect([LYON, TOULOUSE, PARIS].map((each) => areaRank(areaOf(each), occitania))).toEqual([
      1, 1, 2,
    ]);
  });

  it('of the other code of the target’s provinces', () => {
    expect(byNearness([TORONTO, HALIFAX_OVERLAY], areaOf(HALIFAX))[0]).toBe(HALIFAX_OVERLAY);
  });

  it('toll-free before all for a toll-free target', () => {
    const numbers = [LONDON, SAN_FRANCISCO, FR_TOLL_FREE, US_TOLL_FREE];
    expect(byNearness(numbers, areaOf('+18885550100'))).toEqual([
      US_TOLL_FREE,
      FR_TOLL_FREE,
      SAN_FRANCISCO,
      LONDON,
    ]);
  });

  it('toll-free after all of the country for any other target', () => {
    expect(byNearness([US_TOLL_FREE, NEW_YORK], areaOf(LOS_ANGELES))[0]).toBe(NEW_YORK);
  });

  it('not by the same digits of another country', () => {
    expect(areaRank(areaOf('+4930123456'), areaOf('+40301234567'))).toBe(4);
  });

  it('but for toll-free ones alike, where nothing is known of the visitor', () => {
    const unknown = visitorArea({ country: null, region: null });
    expect(
      [SAN_FRANCISCO, PARIS, 'no number'].map((each) => areaRank(areaOf(each), unknown)),
    ).toEqual([4, 4, 4]);
  });
});

describe('whatever is wanted', () => {
  it('no number is nearer than one of the very area', () => {
    fc.assert(
      fc.property(anyArea(), numberArea(), (wanted, number) => {
        expect(areaRank(wanted, wanted)).toBeLessThanOrEqual(areaRank(number, wanted));
      }),
    );
  });

  it('the nearer a number comes, step by step, the better it ranks', () => {
    fc.assert(
      fc.property(numberArea(), numberArea(), (wanted, number) => {
        fc.pre(wanted.country !== null && !wanted.tollFree && !number.tollFree);
        const { country, region, areaCode } = wanted;
        const steps: Area[] = [
          { ...number, country: null },
          { ...number, country, region: null, areaCode: null },
          { ...number, country, region, areaCode: null },
          { ...number, country, region, areaCode },
        ];
        const ranks = steps.map((step) => areaRank(step, wanted));
        expect(ranks).toEqual([...ranks].sort((a, b) => b - a));
      }),
    );
  });

  it('every number has one of six ranks', () => {
    fc.assert(
      fc.property(anyArea(), anyArea(), (number, wanted) => {
        expect([0, 1, 2, 3, 4, 5]).toContain(areaRank(number, wanted));
      }),
    );
  });

  it('numbers of one key rank alike, and so do wishes', () => {
    fc.assert(
      fc.property(anyArea(), anyArea(), anyArea(), (one, other, third) => {
        fc.pre(areaKey(one) === areaKey(other));
        expect(areaRank(one, third)).toBe(areaRank(other, third));
        expect(areaRank(third, one)).toBe(areaRank(third, other));
      }),
    );
  });
});
