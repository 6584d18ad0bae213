import fc from 'fast-check';
import parse, { type CountryCode, getCountries, getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, it } from 'vitest';
import { numberForms, numberVariants } from '../../../worker/domain/number-forms.ts';

describe('a number is printed', () => {
  it.each([
    ['+33199002003', '01 99 00 20 03', '+33 1 99 00 20 03'],
    ['+442079460123', '020 7946 0123', '+44 20 7946 0123'],
    ['+12025550123', '(202) 555-0123', '+1 202 555 0123'],
    ['+18005550199', '(800) 555-0199', '+1 800 555 0199'],
    ['+493012345678', '030 12345678', '+49 30 12345678'],
    ['+390212345678', '02 1234 5678', '+39 02 1234 5678'],
    ['+34911234567', '911 23 45 67', '+34 911 23 45 67'],
  ])('%s: %s, or %s', (e164, national, international) => {
    expect(numberForms(e164)).toEqual({ e164, national, international });
  });

  it('as it is where it cannot be read', () => {
    expect(numberForms('1234')).toEqual({ e164: '1234', national: '1234', international: '1234' });
  });
});

describe('a target is found as it is written', () => {
  it.each<[string, string, string, string, string]>([
    ['FR, nationally', '+33199001234', '+33199002003', '0199001234', '0199002003'],
    ['FR, from abroad', '+33199001234', '+33199002003', '0033199001234', '0033199002003'],
    ['FR, +33 (0)1', '+33199001234', '+33199002003', '330199001234', '330199002003'],
    ['GB, nationally', '+442079460123', '+442079460999', '02079460123', '02079460999'],
    ['GB, +44 (0)20', '+442079460123', '+442079460999', '4402079460123', '4402079460999'],
    ['US, nationally', '+12025550123', '+12025550199', '2025550123', '2025550199'],
    ['US, with its 1', '+12025550123', '+12025550199', '12025550123', '12025550199'],
    ['US, toll-free', '+18005550199', '+18885550100', '18005550199', '18885550100'],
    ['DE, of unequal length', '+493012345678', '+4930987654', '03012345678', '030987654'],
    ['DE, dialled from the US', '+493012345678', '+4930987654', '011493012345678', '0114930987654'],
    ['IT, leading zero kept', '+390212345678', '+390298765432', '0212345678', '0298765432'],
    ['IT, from abroad', '+390212345678', '+390298765432', '00390212345678', '00390298765432'],
    ['IT, to a mobile', '+390212345678', '+393331234567', '0212345678', '3331234567'],
    ['ES, without a trunk prefix', '+34911234567', '+34919876543', '911234567', '919876543'],
    [
      'AU, to a number without the trunk',
      '+61298765432',
      '+611800123456',
      '0298765432',
      '1800123456',
    ],
    ['AU, from a number without it', '+611800123456', '+61298765432', '1800123456', '0298765432'],
  ])('%s', (_name, target, tracking, find, put) => {
    expect(new Map(numberVariants(target, tracking)).get(find)).toBe(put);
  });

  it('in Spain only without a zero before it', () => {
    const finds = numberVariants('+34911234567', '+34919876543').map(([find]) => find);
    expect(finds).toEqual(['01134911234567', '0034911234567', '34911234567', '911234567']);
  });
});

describe('a tracking number of another country', () => {
  it('takes the place of every writing with its full number', () => {
    const puts = numberVariants('+33199001234', '+12025550123').map(([, put]) => put);
    expect(new Set(puts)).toEqual(new Set(['+12025550123']));
  });

  it('is no foreign one where both countries share their code', () => {
    const variants = numberVariants('+12025550123', '+14165550123');
    expect(variants).toContainEqual(['2025550123', '4165550123']);
  });
});

it('a target that cannot be read is found by its digits', () => {
  expect(numberVariants('39 49', '+33199002003')).toEqual([['3949', '+33199002003']]);
});

describe('between any two numbers', () => {
  const country = fc.constantFrom(
    ...getCountries().filter((each) => getExampleNumber(each, examples)),
  );
  /** A number of the country that differs from its example by the last digits. */
  const numberOf = (home: CountryCode, tail: number) =>
    `${getExampleNumber(home, examples)?.number.slice(0, -2)}${tail}`;
  const tail = fc.integer({ min: 10, max: 99 });

  it('the variants come longest first, each once', () => {
    fc.assert(
      fc.property(country, country, tail, tail, (from, to, a, b) => {
        const finds = numberVariants(numberOf(from, a), numberOf(to, b)).map(([find]) => find);
        expect(finds).toEqual([...finds].sort((x, y) => y.length - x.length));
        expect(new Set(finds).size).toBe(finds.length);
      }),
    );
  });

  it('the variants are digits alone, but for the plus of a foreign number', () => {
    fc.assert(
      fc.property(country, country, tail, tail, (from, to, a, b) => {
        for (const [find, put] of numberVariants(numberOf(from, a), numberOf(to, b))) {
          expect(find).toMatch(/^\d+$/);
          expect(put).toMatch(/^\+?\d+$/);
        }
      }),
    );
  });

  it('of one country, what dials the target dials the tracking number once replaced', () => {
    fc.assert(
      fc.property(country, tail, tail, (home, a, b) => {
        const target = numberOf(home, a);
        const tracking = numberOf(home, b);
        for (const [find, put] of numberVariants(target, tracking)) {
          for (const dialled of ['', '+']) {
            if (parse(dialled + find, home)?.number !== target) continue;
            expect(parse(dialled + put, home)?.number).toBe(tracking);
          }
        }
      }),
    );
  });

  it('of one country, there is a variant that is dialled there', () => {
    fc.assert(
      fc.property(country, tail, tail, (home, a, b) => {
        const target = numberOf(home, a);
        const { nationalNumber, countryCallingCode } = parse(target) ?? {};
        const national = numberVariants(target, numberOf(home, b)).filter(
          ([find]) =>
            find !== `${countryCallingCode}${nationalNumber}` &&
            parse(find, home)?.number === target,
        );
        expect(national).not.toEqual([]);
      }),
    );
  });

  it('of two countries, what is put is the tracking number in full', () => {
    fc.assert(
      fc.property(country, country, tail, tail, (from, to, a, b) => {
        const tracking = numberOf(to, b);
        fc.pre(
          parse(numberOf(from, a))?.countryCallingCode !== parse(tracking)?.countryCallingCode,
        );
        for (const [, put] of numberVariants(numberOf(from, a), tracking)) {
          expect(put).toBe(tracking);
        }
      }),
    );
  });
});
