import { expect, it } from 'vitest';
import type { SnippetSettings } from '../../../snippet/contract/wire.ts';
import { consentOf, mayStore } from '../../../snippet/domain/consent.ts';

const settings: SnippetSettings = { site: 'demo', api: '', consent: 'off', honourGpc: true };

it('never says that consent was granted when nobody was asked', () => {
  expect(consentOf(settings, false, undefined)).toBe('unknown');
});

it('says what the visitor said', () => {
  expect(consentOf(settings, false, true)).toBe('granted');
  expect(consentOf(settings, false, false)).toBe('denied');
});

it('takes Global Privacy Control as a no, whatever a banner says', () => {
  expect(consentOf(settings, true, undefined)).toBe('denied');
  expect(consentOf(settings, true, true)).toBe('denied');
});

it('lets the site not honour Global Privacy Control', () => {
  expect(consentOf({ ...settings, honourGpc: false }, true, undefined)).toBe('unknown');
});

it.each(['required', 'tcf', 'google'] as const)(
  'stores nothing before a yes where consent is %s',
  (mode) => {
    expect(mayStore('unknown', mode)).toBe(false);
    expect(mayStore('denied', mode)).toBe(false);
    expect(mayStore('granted', mode)).toBe(true);
  },
);

it('stores without asking where the site need not ask, but never after a no', () => {
  expect(mayStore('unknown', 'off')).toBe(true);
  expect(mayStore('denied', 'off')).toBe(false);
});
