import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { expect, it } from 'vitest';
import { parsedNumber } from '../../../worker/domain/parsed-number.ts';

it('is what the library makes of a number, the first time and every other', () => {
  for (let round = 0; round < 2; round++) {
    // More than are kept, so that some come again when they have been forgotten.
    for (let line = 0; line < 150; line++) {
      const e164 = `+3319900${String(line).padStart(4, '0')}`;
      expect(parsedNumber(e164)?.number).toBe(e164);
      expect(parsedNumber(e164)?.isValid()).toBe(parsePhoneNumberFromString(e164)?.isValid());
    }
  }
});

it('is undefined for what is no number, however often it is asked', () => {
  for (const text of ['', '+', '', '+', '1234']) expect(parsedNumber(text)).toBeUndefined();
});
