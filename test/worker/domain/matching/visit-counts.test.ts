import { expect, it } from 'vitest';
import { countVisits, toldApart } from '../../../../worker/domain/matching/visit-counts.ts';

const visit = (source: string, device: string | null) => ({ source, device });

it('visits are counted by source and device', () => {
  const visits = [
    visit('ads', 'mobile'),
    visit('ads', null),
    visit('mail', 'mobile'),
    visit('ads', 'mobile'),
    visit('null ads', null),
  ];
  expect(countVisits(visits)).toEqual([
    { source: 'ads', device: 'mobile', visits: 2 },
    { source: 'ads', device: null, visits: 1 },
    { source: 'mail', device: 'mobile', visits: 1 },
    { source: 'null ads', device: null, visits: 1 },
  ]);
});

it('the twenty most visited sources are told apart, whatever they were visited on, and every device', () => {
  const counts = Array.from({ length: 25 }, (_, at) => [
    { source: `source ${at}`, device: 'mobile', visits: at },
    { source: `source ${at}`, device: 'desktop', visits: 100 - 3 * at },
  ]).flat();
  const { sources, devices } = toldApart(counts);
  expect([...sources]).toEqual(Array.from({ length: 20 }, (_, at) => `source ${at}`));
  expect([...devices]).toEqual(['mobile', 'desktop']);
});
