import { expect, it } from 'vitest';
import { timesOf } from '../../../../worker/domain/matching/times.ts';

const times = { sources: { ads: 2 }, devices: { mobile: 3 } };

it('a visitor calls as often as others of their source do, and as others on their device', () => {
  expect(timesOf(times, { source: 'ads', device: 'mobile' })).toBe(6);
  expect(timesOf(times, { source: 'ads', device: 'desktop' })).toBe(2);
  expect(timesOf(times, { source: 'mail', device: 'mobile' })).toBe(3);
});

it('of whom nothing is known calls as often as others, whatever name that has', () => {
  expect(timesOf(times, { source: null, device: null })).toBe(1);
  expect(timesOf(times, { source: 'constructor', device: 'toString' })).toBe(1);
});
