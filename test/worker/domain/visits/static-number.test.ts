import { describe, expect, it } from 'vitest';
import type { TouchParameters } from '../../../../snippet/contract/wire.ts';
import type { StaticNumber } from '../../../../worker/domain/site-snapshot.ts';
import { staticNumberFor } from '../../../../worker/domain/visits/static-number.ts';
import { SALES, SUPPORT, site, staticNumber } from '../make-site.ts';
import { touch } from './make-visit.ts';

function shownTo(parameters: TouchParameters, ...staticNumbers: StaticNumber[]) {
  return staticNumberFor(site({ staticNumbers }), SALES, touch(parameters))?.number;
}

const directory = staticNumber({ number: 'directory', source: 'pages-jaunes' });
const poster = staticNumber({ number: 'poster' });

describe('a static number', () => {
  it('is shown to who comes from its source', () => {
    expect(shownTo({ utm_source: 'pages-jaunes' }, directory)).toBe('directory');
  });

  it('is not shown to who comes from another', () => {
    expect(shownTo({ utm_source: 'google' }, directory)).toBeUndefined();
    expect(shownTo({}, directory)).toBeUndefined();
  });

  it('is shown whatever the case of the parameter', () => {
    expect(shownTo({ utm_source: 'Pages-Jaunes' }, directory)).toBe('directory');
  });

  it('is shown to who comes by a referrer of that name', () => {
    const google = staticNumber({ number: 'google', source: 'google', medium: 'organic' });
    expect(shownTo({ referrer: 'https://www.google.fr/' }, google)).toBe('google');
  });

  it('without any source belongs to the world outside: no page shows it', () => {
    expect(shownTo({ utm_source: 'pages-jaunes' }, poster)).toBeUndefined();
    expect(shownTo({}, poster)).toBeUndefined();
  });

  it('stands for its own target only', () => {
    const support = staticNumber({ source: 'pages-jaunes', target: SUPPORT });
    expect(shownTo({ utm_source: 'pages-jaunes' }, support)).toBeUndefined();
  });

  it.each<[string, TouchParameters, boolean]>([
    ['all three', { utm_source: 'news', utm_medium: 'email', utm_campaign: 'may' }, true],
    ['another source', { utm_source: 'blog', utm_medium: 'email', utm_campaign: 'may' }, false],
    ['another medium', { utm_source: 'news', utm_medium: 'cpc', utm_campaign: 'may' }, false],
    ['another campaign', { utm_source: 'news', utm_medium: 'email', utm_campaign: 'june' }, false],
    ['no campaign', { utm_source: 'news', utm_medium: 'email' }, false],
  ])('asks for all that it names: with %s', (_name, parameters, fits) => {
    const may = staticNumber({ source: 'news', medium: 'email', campaign: 'may' });
    expect(shownTo(parameters, may) !== undefined).toBe(fits);
  });
});

describe('of several that fit', () => {
  const parameters = { utm_source: 'news', utm_medium: 'email', utm_campaign: 'may' };
  const source = staticNumber({ number: 'source', source: 'news' });
  const campaign = staticNumber({ number: 'campaign', source: 'news', campaign: 'may' });

  it('the one that says the most is shown, in whatever order they are listed', () => {
    expect(shownTo(parameters, source, campaign)).toBe('campaign');
    expect(shownTo(parameters, campaign, source)).toBe('campaign');
  });

  it('the first is shown where they say as much', () => {
    const medium = staticNumber({ number: 'medium', medium: 'email' });
    expect(shownTo(parameters, medium, source)).toBe('medium');
  });
});
