import { describe, expect, it } from 'vitest';
import { type Area, areaOf, visitorArea } from '../../../../worker/domain/areas/area.ts';
import type { Lease } from '../../../../worker/domain/leases/lease.ts';
import { RosterPool } from '../../../../worker/domain/leases/roster-pool.ts';
import type { AreaOf } from '../../../../worker/domain/site-snapshot.ts';
import { HOUR, MINUTE } from '../../../../worker/domain/time.ts';
import { lease, NOON } from './make-lease.ts';
import { pool } from './make-pool.ts';
import { stateAfter } from './make-state.ts';

const SAN_FRANCISCO = '+14155550123';
const SAN_FRANCISCO_TOO = '+14155550124';
const LOS_ANGELES = '+12135550123';
const NEW_YORK = '+12125550123';
const TOLL_FREE = '+18005550123';
const PARIS = '+33199002000';
const NUMBERS = [PARIS, TOLL_FREE, NEW_YORK, LOS_ANGELES, SAN_FRANCISCO, SAN_FRANCISCO_TOO];

const any = () => true;

function poolOf(numbers: readonly string[], prefer: AreaOf | null, ...leases: Lease[]): RosterPool {
  const states = new Map(leases.map((each) => [each.number, stateAfter(each)]));
  return new RosterPool(pool({ numbers, prefer }), areaOf, (number) => states.get(number));
}

const seen = (number: string, lastSeenAt: number, change: Partial<Lease> = {}) =>
  lease({ number, startedAt: lastSeenAt, lastSeenAt, ...change });

/** The numbers in the order in which they are picked, each being taken in turn. */
function order(from: RosterPool, wanted: Area | undefined): string[] {
  const taken = new Set<string>();
  for (;;) {
    const number = from.pick(NOON, wanted, (each) => !taken.has(each));
    if (number === undefined) return [...taken];
    taken.add(number);
  }
}

describe('a pool that prefers an area', () => {
  it('gives the number nearest to a target: area code, region, country, any', () => {
    const nearest = order(poolOf(NUMBERS, 'target'), areaOf('+14155559999'));
    expect(nearest).toEqual([
      SAN_FRANCISCO,
      SAN_FRANCISCO_TOO,
      LOS_ANGELES,
      NEW_YORK,
      TOLL_FREE,
      PARIS,
    ]);
  });

  it('gives the number nearest to a visitor: of the region, of the country, any', () => {
    const inNewYork = visitorArea({ country: 'US', region: 'NY' });
    const nearest = order(poolOf(NUMBERS, 'visitor'), inNewYork);
    expect(nearest[0]).toBe(NEW_YORK);
    expect(nearest.slice(1, 4).sort()).toEqual([LOS_ANGELES, SAN_FRANCISCO, SAN_FRANCISCO_TOO]);
    expect(nearest.slice(4)).toEqual([TOLL_FREE, PARIS]);
  });

  it('gives toll-free for toll-free', () => {
    expect(order(poolOf(NUMBERS, 'target'), areaOf('+18885550199'))[0]).toBe(TOLL_FREE);
  });

  it('gives, of those equally near, the one that rested longest, wherever the groups divide them', () => {
    const from = poolOf(
      [SAN_FRANCISCO, NEW_YORK],
      'visitor',
      seen(SAN_FRANCISCO, NOON - HOUR),
      seen(NEW_YORK, NOON - 2 * HOUR),
    );
    const inTexas = visitorArea({ country: 'US', region: 'TX' });
    expect(from.pick(NOON, inTexas, any)).toBe(NEW_YORK);
  });

  it('gives one that is near though another was never used', () => {
    const from = poolOf([NEW_YORK, LOS_ANGELES], 'target', seen(LOS_ANGELES, NOON - HOUR));
    expect(from.pick(NOON, areaOf(SAN_FRANCISCO), any)).toBe(LOS_ANGELES);
  });

  it('gives one that is far rather than take back one that is near', () => {
    const nobodys = seen(SAN_FRANCISCO, NOON - 3 * MINUTE, { provisional: true });
    const wanted = areaOf(SAN_FRANCISCO_TOO);
    expect(poolOf([SAN_FRANCISCO, PARIS], 'target', nobodys).pick(NOON, wanted, any)).toBe(PARIS);
    expect(poolOf([SAN_FRANCISCO], 'target', nobodys).pick(NOON, wanted, any)).toBe(SAN_FRANCISCO);
  });

  it('shares the one idle longest, wherever it is', () => {
    const held = [seen(SAN_FRANCISCO, NOON), seen(PARIS, NOON - MINUTE)];
    expect(poolOf([SAN_FRANCISCO, PARIS], 'target', ...held).idlest(any)).toBe(PARIS);
  });

  it('gives the first one where nothing is wanted', () => {
    expect(poolOf(NUMBERS, 'visitor').pick(NOON, undefined, any)).toBe(PARIS);
  });
});

describe('a pool to which the area does not matter', () => {
  it('gives its numbers in the order of the owner, whatever is wanted', () => {
    expect(order(poolOf(NUMBERS, null), areaOf(SAN_FRANCISCO))).toEqual(NUMBERS);
  });

  it('gives none where none is usable', () => {
    expect(poolOf(NUMBERS, null).pick(NOON, undefined, () => false)).toBeUndefined();
    expect(poolOf([], null).pick(NOON, undefined, any)).toBeUndefined();
    expect(poolOf([], null).idlest(any)).toBeUndefined();
  });
});

it('a pool knows its own numbers', () => {
  expect(poolOf([PARIS], null).has(PARIS)).toBe(true);
  expect(poolOf([PARIS], null).has(NEW_YORK)).toBe(false);
});
