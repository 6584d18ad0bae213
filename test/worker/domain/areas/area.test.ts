import fc from 'fast-check';
import {
  getCountries,
  getCountryCallingCode,
  getExampleNumber,
  isSupportedCountry,
} from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, it } from 'vitest';
import { areaKey, areaOf, visitorArea } from '../../../../worker/domain/areas/area.ts';
import { anyArea } from './any-area.ts';

describe('a number is of an area', () => {
  it.each([
    ['San Francisco, for fiction', '+14155550123', 'US', 'CA', '415'],
    ['Toronto, for fiction', '+14165550123', 'CA', 'ON', '416'],
    ['Halifax or Charlottetown', '+19025550123', 'CA', null, '902'],
    ['Puerto Rico', '+17875550123', 'PR', null, '787'],
    ['Jamaica', '+18765550123', 'JM', null, '876'],
    ['Louisiana, by an area code libphonenumber does not know', '+14575550123', 'US', 'LA', '457'],
    ['an area code nobody has yet', '+12995550123', 'US', null, '299'],
    ['Paris, for fiction', '+33199001234', 'FR', 'IDF', '1'],
    ['the French south-west', '+33536490123', 'FR', null, '5'],
    ['a French mobile', '+33639980001', 'FR', null, '6'],
    ['Guadeloupe', '+590590123456', 'GP', null, '590'],
    ['London, for fiction', '+442079460123', 'GB', null, '20'],
    ['no place in the United Kingdom, for fiction', '+441632960123', 'GB', null, '1632'],
    ['Jersey', '+441534123456', 'JE', null, '1534'],
    ['Berlin', '+493012345678', 'DE', null, '30'],
    ['Madrid', '+34911234567', 'ES', 'MD', '91'],
    ['Seville', '+34955123456', 'ES', 'AN', '955'],
    ['Rome, its zero kept', '+390612345678', 'IT', null, '06'],
    ['Sydney', '+61291234567', 'AU', null, '2'],
  ])('%s: %s', (_name, number, country, region, areaCode) => {
    expect(areaOf(number)).toEqual({ country, region, areaCode, tollFree: false });
  });

  it.each([
    ['+18005550199', 'US'],
    ['+33805123456', 'FR'],
    ['+448081570123', 'GB'],
    ['+80012345678', null],
  ])('toll-free, of a country at most: %s', (number, country) => {
    expect(areaOf(number)).toEqual({ country, region: null, areaCode: null, tollFree: true });
  });

  it('without an area code where numbers are written in one run of digits', () => {
    expect(areaOf('+47212345678')).toMatchObject({ country: 'NO', areaCode: null });
  });

  it('of none where it is no number', () => {
    const nowhere = { country: null, region: null, areaCode: null, tollFree: false };
    for (const text of ['', '+', 'call us', '+999123456', '4155550123']) {
      expect(areaOf(text)).toEqual(nowhere);
    }
  });

  it('of a country with its calling code, whichever that is', () => {
    for (const country of getCountries()) {
      const example = getExampleNumber(country, examples);
      if (!example) continue;
      const found = areaOf(example.number).country ?? '';
      expect(isSupportedCountry(found) && getCountryCallingCode(found)).toBe(
        example.countryCallingCode,
      );
    }
  });

  it('without an area code where that is missing, though it is clear which', () => {
    expect(areaOf('+672322222')).toMatchObject({ country: 'NF', areaCode: '3' });
    expect(areaOf('+67222222')).toMatchObject({ country: 'NF', areaCode: null });
  });

  it('with an area code it begins with, whatever the number', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+[1-9]\d{5,14}$/), (number) => {
        const { areaCode } = areaOf(number);
        if (areaCode !== null) expect(number).toContain(areaCode);
      }),
    );
  });

  it('and never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(typeof areaOf(text).tollFree).toBe('boolean');
      }),
    );
  });
});

it('a visitor is of a region, and wants no area code', () => {
  expect(visitorArea({ country: 'FR', region: 'IDF' })).toEqual({
    country: 'FR',
    region: 'IDF',
    areaCode: null,
    tollFree: false,
  });
});

describe('the key of an area', () => {
  it('is the same for numbers of one area', () => {
    expect(areaKey(areaOf('+14155550123'))).toBe(areaKey(areaOf('+14155550199')));
    expect(areaKey(areaOf('+18005550123'))).toBe(areaKey(areaOf('+18885550123')));
  });

  it('differs where the area does', () => {
    fc.assert(
      fc.property(anyArea(), anyArea(), (one, other) => {
        const same = (Object.keys(one) as (keyof typeof one)[]).every(
          (part) => one[part] === other[part],
        );
        expect(areaKey(one) === areaKey(other)).toBe(same);
      }),
    );
  });
});
