import { expect, it } from 'vitest';
import { snippetSettings, USUAL_SNIPPET } from '../../../worker/domain/snippet-options.ts';
import { site } from './make-site.ts';

const API = 'https://calls.example.com';

it('a tag of a site that asks for nothing samples how swapping went, and no more', () => {
  expect(snippetSettings(site(), API)).toEqual({
    site: 'shop',
    api: API,
    consent: 'off',
    honourGpc: true,
    health: 0.01,
  });
});

it('what the owner asks for is in the tag', () => {
  const snippet = { title: true, within: 'main', forms: ['topic'], health: 1 };
  expect(snippetSettings(site({ snippet, consent: 'tcf' }), API)).toMatchObject({
    consent: 'tcf',
    ...snippet,
  });
});

it('what is off is left out', () => {
  const settings = snippetSettings(site({ snippet: { ...USUAL_SNIPPET, health: 0 } }), API);
  expect(Object.keys(settings)).toEqual(['site', 'api', 'consent', 'honourGpc']);
});
