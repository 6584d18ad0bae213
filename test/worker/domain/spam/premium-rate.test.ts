import fc from 'fast-check';
import parse, { type CountryCode, getCountries } from 'libphonenumber-js/max';
import metadata from 'libphonenumber-js/max/metadata';
import { describe, expect, it } from 'vitest';
import { isPremiumRate } from '../../../../worker/domain/spam/premium-rate.ts';

it.each([
  ['United States', '+19005550123'],
  ['Netherlands', '+319001234'],
  ['Belgium', '+3290012345'],
  ['France', '+33899123456'],
  ['Spain', '+34806123456'],
  ['Italy', '+39899123456'],
  ['Switzerland', '+41900123456'],
  ['Austria', '+43900123456'],
  ['United Kingdom', '+449012345678'],
  ['Denmark', '+4590123456'],
  ['Sweden', '+469001234567'],
  ['Poland', '+48701234567'],
  ['Germany', '+499001234567'],
  ['Australia', '+611900123456'],
  ['New Zealand', '+64900123456'],
  ['Japan', '+81990123456'],
  ['Turkey', '+909001234567'],
  ['Ireland', '+3531520123456'],
  ['Finland', '+358600123456'],
  ['Czechia', '+420900123456'],
])('is known of %s: %s', (_, number) => {
  expect(isPremiumRate(number)).toBe(true);
  expect(parse(number)?.getType()).toBe('PREMIUM_RATE');
});

describe('is said of no number that people have', () => {
  /** Where the full metadata of libphonenumber keeps the patterns of fixed lines and of mobile phones. */
  const PATTERNS = 11;
  const KINDS = [0, 1];

  const patterns = getCountries().flatMap((country) =>
    KINDS.flatMap((kind) => {
      const pattern: string | undefined = metadata.countries[country]?.[PATTERNS]?.[kind]?.[0];
      return pattern ? [[country, pattern] as const] : [];
    }),
  );
  it('fixed or mobile, anywhere', () => {
    // Each pattern by itself: drawn from all of them, few numbers would be of the country with the fault.
    for (const [country, pattern] of patterns)
      fc.assert(
        fc.property(fc.stringMatching(new RegExp(`^(?:${pattern})$`)), (national) => {
          const each = parse(national, country satisfies CountryCode);
          if (/^FIXED_LINE|^MOBILE/.test(each?.getType() ?? ''))
            expect(isPremiumRate(each?.number ?? '')).toBe(false);
        }),
        { numRuns: 150 },
      );
  });
});
