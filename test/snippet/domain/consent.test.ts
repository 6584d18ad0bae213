import { expect, it } from 'vitest';
import { consentOf } from '../../../snippet/domain/consent.ts';

const settings = { site: 'demo', api: '', consent: 'off', honourGpc: true } as const;

it('never says that consent was granted when nobody was asked', () => {
  expect(consentOf(settings, false)).toEqual({ consent: 'unknown', mayStore: true });
});

it('stores nothing where consent is required', () => {
  const required = { ...settings, consent: 'required' } as const;
  expect(consentOf(required, false)).toEqual({ consent: 'unknown', mayStore: false });
});

it('takes Global Privacy Control as a no', () => {
  expect(consentOf(settings, true)).toEqual({ consent: 'denied', mayStore: false });
});

it('lets the site not honour Global Privacy Control', () => {
  expect(consentOf({ ...settings, honourGpc: false }, true).mayStore).toBe(true);
});
