import fc from 'fast-check';
import { type Area, areaOf } from '../../../../worker/domain/areas/area.ts';
import { AREA_PLANS } from '../../../../worker/domain/areas/plans/area-plans.ts';

const NUMBERS = [
  '+14155550123',
  '+14155550199',
  '+12135550123',
  '+12125550123',
  '+14165550123',
  '+19025550123',
  '+17825550123',
  '+18765550123',
  '+18005550123',
  '+18885550123',
  '+33199001234',
  '+33234567890',
  '+33434567890',
  '+33536490123',
  '+33639980001',
  '+33805123456',
  '+442079460123',
  '+441632960123',
  '+448081570123',
  '+34911234567',
  '+34811234567',
  '+80012345678',
  'no number',
];

/** What `areaOf` makes of a number: of planned and other countries, toll-free, of nowhere. */
export function numberArea(): fc.Arbitrary<Area> {
  return fc.constantFrom(...NUMBERS).map(areaOf);
}

/** A visitor's area: of a planned country, of another, or unknown. */
function placeArea(): fc.Arbitrary<Area> {
  const places = Object.entries(AREA_PLANS).flatMap(([country, plan]) =>
    [null, ...Object.keys(plan)].map((region) => ({ country, region })),
  );
  return fc
    .constantFrom(...places, { country: 'DE', region: 'BE' }, { country: null, region: null })
    .map((place) => ({ ...place, areaCode: null, tollFree: false }));
}

export function anyArea(): fc.Arbitrary<Area> {
  return fc.oneof(numberArea(), placeArea());
}
