import { expect, it } from 'vitest';
import { sourceName, staticSourceName } from '../../../../worker/domain/touches/source-name.ts';

it('a source is named with its medium', () => {
  expect(sourceName({ source: 'google', medium: 'cpc' })).toBe('google / cpc');
});

it('a static number is named by what it stands for, else by its label', () => {
  const poster = { label: 'Poster', source: null, medium: null, campaign: null };
  expect(staticSourceName(poster)).toBe('Poster');
  expect(staticSourceName({ ...poster, source: 'bus' })).toBe('bus');
  expect(staticSourceName({ ...poster, source: 'bus', medium: 'print' })).toBe('bus / print');
});
