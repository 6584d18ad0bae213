import { expect, it } from 'vitest';
import { consentDenied } from '../../../worker/domain/consent.ts';

it.each([
  ['granted', 'off', false],
  ['granted', 'required', false],
  ['denied', 'off', true],
  ['denied', 'required', true],
  ['unknown', 'off', false],
  ['unknown', 'required', true],
  ['granted', 'tcf', false],
  ['denied', 'tcf', true],
  ['unknown', 'tcf', true],
  ['granted', 'google', false],
  ['denied', 'google', true],
  ['unknown', 'google', true],
] as const)('%s, on a site where consent is %s, denies: %s', (consent, mode, denied) => {
  expect(consentDenied(consent, undefined, { consent: mode, honourGpc: true })).toBe(denied);
});

it.each([
  ['counts as denied', '1', true, true],
  ['counts for nothing where the site says so', '1', false, false],
  ['says nothing unless it is 1', '0', true, false],
] as const)('Global Privacy Control %s', (_, gpc, honourGpc, denied) => {
  expect(consentDenied('unknown', gpc, { consent: 'off', honourGpc })).toBe(denied);
});
