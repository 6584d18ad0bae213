import { describe, expect, it } from 'vitest';
import type { AreaOf } from '../../../../worker/domain/site-snapshot.ts';
import { DAY } from '../../../../worker/domain/time.ts';
import { NOON, openPool, poolOf, shown } from './make-visit.ts';

const SAN_FRANCISCO = '+14155550123';
const NEW_YORK = '+12125550123';
const TOLL_FREE = '+18005550123';
const numbers = [TOLL_FREE, NEW_YORK, SAN_FRANCISCO];
const inCalifornia = { country: 'US', region: 'CA' };

const preferring = (prefer: AreaOf | null) => openPool(poolOf(0, 'main', { numbers, prefer }));

describe('a pool that prefers the area', () => {
  it('of the visitor gives a number of where the edge says they are', () => {
    const visit = preferring('visitor').arrive(NOON, { place: inCalifornia });
    expect(shown(visit)).toEqual({ sales: SAN_FRANCISCO });
  });

  it('of the target gives one of its prefix, wherever the visitor is', () => {
    const target = '+12125550199';
    const visit = preferring('target').arrive(NOON, {
      place: inCalifornia,
      wanted: { [target]: 'main' },
    });
    expect(shown(visit)).toEqual({ [target]: NEW_YORK });
  });

  it('of the target gives toll-free for toll-free', () => {
    const target = '+18885550199';
    const visit = preferring('target').arrive(NOON, { wanted: { [target]: 'main' } });
    expect(shown(visit)).toEqual({ [target]: TOLL_FREE });
  });

  it('gives what there is where none is near, or nothing is known of the visitor', () => {
    const pool = preferring('visitor');
    const place = { country: null, region: null };
    const first = pool.arrive(NOON, { place: inCalifornia });
    const given = [first, pool.arrive(NOON, { place }), pool.arrive(NOON, { place: inCalifornia })];
    expect(given.flatMap((visit) => Object.values(shown(visit))).sort()).toEqual(
      [...numbers].sort(),
    );
  });

  it('gives a returning visitor the same number, wherever they are now', () => {
    const pool = preferring('visitor');
    pool.arrive(NOON, { visitorId: 'ada', place: inCalifornia });
    const inNewYork = { country: 'US', region: 'NY' };
    const back = pool.arrive(NOON + DAY, { visitorId: 'ada', place: inNewYork });
    expect(shown(back)).toEqual({ sales: SAN_FRANCISCO });
  });
});

it('a pool to which the area does not matter goes by its own order', () => {
  const visit = preferring(null).arrive(NOON, { place: inCalifornia });
  expect(shown(visit)).toEqual({ sales: TOLL_FREE });
});
