import { expect, it } from 'vitest';
import { consentDenied } from '../../../worker/domain/consent.ts';

it.each([
  ['granted', 'off', false],
  ['granted', 'required', false],
  ['denied', 'off', true],
  ['denied', 'required', true],
  ['unknown', 'off', false],
  ['unknown', 'required', true],
] as const)('%s, on a site where consent is %s, denies: %s', (consent, mode, denied) => {
  expect(consentDenied(consent, { consent: mode })).toBe(denied);
});
