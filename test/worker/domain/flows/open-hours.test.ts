import { describe, expect, it } from 'vitest';
import { isOpenAt } from '../../../../worker/domain/flows/open-hours.ts';

const hours = {
  timeZone: 'America/New_York',
  open: [
    { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '17:30' },
    { days: ['sat'], from: '10:00', to: '24:00' },
  ],
  holidays: ['2026-12-25'],
  closed: null,
  ring: null,
} as const;

describe('a business in New York', () => {
  it.each([
    ['2026-11-25T13:59:59Z', false, 'a second before nine on a Wednesday'],
    ['2026-11-25T14:00:00Z', true, 'at nine'],
    ['2026-11-25T22:29:59Z', true, 'in its last minute'],
    ['2026-11-25T22:30:00Z', false, 'at half past five'],
    ['2026-07-15T13:00:00Z', true, 'at nine in summer, an hour earlier by UTC'],
    ['2026-07-15T12:59:00Z', false, 'before nine in summer'],
    ['2026-11-29T15:00:00Z', false, 'on a Sunday'],
    ['2026-11-29T04:59:00Z', true, 'until midnight on Saturday, when it is Sunday by UTC'],
    ['2026-11-29T05:00:00Z', false, 'from midnight on'],
    ['2026-12-25T15:00:00Z', false, 'on Christmas Day, a Friday'],
    ['2026-12-26T04:30:00Z', false, 'late on Christmas Day, when it is Saturday by UTC'],
  ])('%s: %s, %s', (at, open) => {
    expect(isOpenAt(hours, Date.parse(at))).toBe(open);
  });
});

describe('a bar that is open past midnight, on Saturdays and Sundays,', () => {
  const nights = {
    ...hours,
    open: [{ days: ['sat', 'sun'], from: '22:00', to: '06:00' }],
    holidays: ['2026-12-26'],
  } as const;
  it.each([
    ['2026-11-29T02:59:59Z', false, 'a second before ten on Saturday'],
    ['2026-11-29T03:00:00Z', true, 'at ten'],
    ['2026-11-29T10:59:00Z', true, 'until six on Sunday'],
    ['2026-11-29T11:00:00Z', false, 'from six on'],
    ['2026-11-30T10:00:00Z', true, 'at five on Monday, when it is still Sunday night'],
    ['2026-12-01T10:00:00Z', false, 'at five on Tuesday'],
    ['2026-11-28T10:00:00Z', false, 'at five on Saturday'],
    ['2026-12-27T04:00:00Z', false, 'on Boxing Day, a Saturday'],
    ['2026-12-27T10:00:00Z', false, 'in the night after it'],
    ['2026-12-28T04:00:00Z', true, 'on the Sunday after'],
  ])('%s: %s, %s', (at, open) => {
    expect(isOpenAt(nights, Date.parse(at))).toBe(open);
  });
});
