import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  NETWORK_SHARE,
  NetworkHoldings,
  networkLimit,
} from '../../../../worker/domain/leases/network-share.ts';
import { NOON } from './make-lease.ts';

describe('what one network may hold', () => {
  it('is a quarter of the pool, unless the owner says otherwise', () => {
    expect(NETWORK_SHARE).toBe(0.25);
    expect(networkLimit(100, null)).toBe(25);
    expect(networkLimit(100, 0.5)).toBe(50);
    expect(networkLimit(100, 1)).toBe(100);
  });

  it('is in whole numbers', () => {
    expect(networkLimit(19, null)).toBe(4);
  });

  it('is three at the least: an office is one network too', () => {
    expect(networkLimit(10, null)).toBe(3);
    expect(networkLimit(1_000, 0.001)).toBe(3);
  });
});

describe('what a network holds', () => {
  const held = () => Number.POSITIVE_INFINITY;
  const numbersOf = (holdings: NetworkHoldings, network: string, freeAt = held) =>
    [...holdings.heldBy(network, NOON, freeAt)].sort();

  it('is nothing before it has asked', () => {
    expect(numbersOf(new NetworkHoldings(), 'office')).toEqual([]);
  });

  it('is what was leased to it, and to no other network since', () => {
    const holdings = new NetworkHoldings();
    for (const number of ['n1', 'n2', 'n3']) holdings.holds('office', number);
    holdings.holds('school', 'n2');
    expect(numbersOf(holdings, 'office')).toEqual(['n1', 'n3']);
    expect(numbersOf(holdings, 'school')).toEqual(['n2']);
  });

  it('is not what went to somebody who is not counted', () => {
    const holdings = new NetworkHoldings();
    holdings.holds('office', 'n1');
    holdings.holds(null, 'n1');
    expect(numbersOf(holdings, 'office')).toEqual([]);
  });

  it('is not what nobody holds any more, and is not again by its being leased elsewhere', () => {
    const holdings = new NetworkHoldings();
    holdings.holds('office', 'n1');
    holdings.holds('office', 'n2');
    const freeAt = (number: string) => (number === 'n1' ? NOON : NOON + 1);
    expect([...holdings.heldBy('office', NOON, freeAt)]).toEqual(['n2']);
    expect(numbersOf(holdings, 'office')).toEqual(['n2']);
  });

  it('is what a plain list of who got which number last would say', () => {
    const anyLeases = fc.array(
      fc.record({
        network: fc.constantFrom('office', 'school', null),
        number: fc.constantFrom('n1', 'n2', 'n3', 'n4'),
      }),
    );
    fc.assert(
      fc.property(anyLeases, (leases) => {
        const holdings = new NetworkHoldings();
        const last = new Map<string, string | null>();
        for (const { network, number } of leases) {
          holdings.holds(network, number);
          last.set(number, network);
        }
        for (const network of ['office', 'school']) {
          const expected = [...last].filter(([, who]) => who === network).map(([number]) => number);
          expect(numbersOf(holdings, network)).toEqual(expected.sort());
        }
      }),
    );
  });
});
