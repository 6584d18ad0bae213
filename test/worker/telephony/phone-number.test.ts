import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseCaller, normaliseNumber } from '../../../worker/telephony/phone-number.ts';

describe('numbers as providers write them', () => {
  it.each([
    ['+33199002000', 'FR', '+33199002000'],
    ['01 99 00 20 00', 'FR', '+33199002000'],
    ['01.99.00.20.00', 'FR', '+33199002000'],
    ['0033199002000', 'FR', '+33199002000'],
    ['33199002000', 'FR', '+33199002000'],
    ['33199002000', 'US', '+33199002000'],
    ['12025550123', 'FR', '+12025550123'],
    ['(202) 555-0123', 'US', '+12025550123'],
    ['020 7946 0123', 'GB', '+442079460123'],
    ['tel:+33-1-99-00-20-00', 'FR', '+33199002000'],
    ['sip:+33199002000@sip.example.com;user=phone', 'FR', '+33199002000'],
    ['+39 02 1234567', 'FR', '+39021234567'],
    ['+33199002000', 'no such country', '+33199002000'],
  ])('%s dialled in %s is %s', (raw, country, expected) => {
    expect(normaliseNumber(raw, country)).toBe(expected);
  });

  it.each(['', 'client:alice', 'sip:alice@example.com', '+1911', '3949', '+', '9'.repeat(10_000)])(
    '%s is no number',
    (raw) => {
      expect(normaliseNumber(raw, 'FR')).toBeUndefined();
    },
  );

  it('never throws, and gives E.164 or nothing', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'+0123456789 ();@') }));
    fc.assert(
      fc.property(text, (raw) => {
        expect(normaliseNumber(raw, 'FR') ?? '+331').toMatch(/^\+[1-9]\d{2,14}$/);
      }),
    );
  });
});

describe('callers', () => {
  it.each([
    '',
    ' ',
    'anonymous',
    'Anonymous',
    'RESTRICTED',
    'private',
    'unavailable',
    'unknown',
    '+266696687',
    '266696687',
    '7378742833',
    '+7378742833',
    '86282452253',
    '+86282452253',
    '2562533',
    '8656696',
    'sip:anonymous@anonymous.invalid',
    'client:alice',
    null,
  ])('%j gives nothing to key on', (raw) => {
    expect(normaliseCaller(raw, 'FR')).toBeNull();
  });

  it('are not known where the provider sent none', () => {
    expect(normaliseCaller(undefined, 'FR')).toBeUndefined();
  });

  it('are normalised like any number', () => {
    expect(normaliseCaller('06 39 98 00 01', 'FR')).toBe('+33639980001');
  });
});
