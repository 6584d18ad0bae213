import fc from 'fast-check';
import parse, { type CountryCode, getCountries } from 'libphonenumber-js/max';
import metadata from 'libphonenumber-js/max/metadata';
import { describe, expect, it } from 'vitest';
import { isTollFree } from '../../../../worker/domain/areas/toll-free.ts';

describe('toll-free is', () => {
  it.each([
    ['United States, for fiction', '1', '8005550199'],
    ['Canada', '1', '8885550123'],
    ['United Kingdom', '44', '8081570123'],
    ['France', '33', '805123456'],
    ['Germany', '49', '8001234567'],
    ['Spain', '34', '900123456'],
    ['Ireland', '353', '1800123456'],
    ['Japan', '81', '120123456'],
    ['all the world', '800', '12345678'],
  ])('%s: +%s %s', (_name, callingCode, nationalNumber) => {
    expect(isTollFree(callingCode, nationalNumber)).toBe(true);
  });

  it.each([
    ['United States', '1', '8085550123'],
    ['United Kingdom, for fiction', '44', '2079460123'],
    ['France, at the price of a call', '33', '806123456'],
    ['Spain, shared cost', '34', '902123456'],
    ['Japan, mobile', '81', '8012345678'],
    ['Dublin, though it begins alike', '353', '18001234'],
    ['nothing', '33', ''],
  ])('not %s: +%s %s', (_name, callingCode, nationalNumber) => {
    expect(isTollFree(callingCode, nationalNumber)).toBe(false);
  });
});

describe('the full metadata of libphonenumber agrees', () => {
  /** Where a country's plan keeps the patterns of its kinds of numbers, and which is which. */
  const PATTERNS = 11;
  const KINDS = { fixed: 0, mobile: 1, tollFree: 2 };
  type Kind = keyof typeof KINDS;

  const pattern = (country: CountryCode, kind: Kind): string | undefined =>
    metadata.countries[country]?.[PATTERNS]?.[KINDS[kind]]?.[0];

  /** A number of the pattern; with a 0 in front it is dialled at home alone, and nobody writes it in E.164. */
  const numbers = (kind: Kind) =>
    fc
      .constantFrom(...getCountries().filter((each) => pattern(each, 'tollFree')))
      .filter((country) => Boolean(pattern(country, kind)))
      .chain((country) =>
        fc
          .stringMatching(new RegExp(`^(?:${pattern(country, kind)})$`))
          .map((national) => parse(national, { defaultCountry: country, extract: false })),
      )
      .filter((number) => number !== undefined && !number.nationalNumber.startsWith('0'));

  it('on what is toll-free', () => {
    fc.assert(
      fc.property(numbers('tollFree'), (number) => {
        fc.pre(number?.getType() === 'TOLL_FREE');
        expect(isTollFree(number.countryCallingCode, number.nationalNumber)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('on what is not', () => {
    fc.assert(
      fc.property(fc.oneof(numbers('fixed'), numbers('mobile')), (number) => {
        const type = number?.getType();
        fc.pre(type !== undefined && type !== 'TOLL_FREE');
        expect(isTollFree(number?.countryCallingCode ?? '', number?.nationalNumber ?? '')).toBe(
          false,
        );
      }),
      { numRuns: 2_000 },
    );
  });
});
