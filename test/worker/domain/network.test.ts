import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkOf } from '../../../worker/domain/network.ts';

describe('one network', () => {
  it('is an IPv4 address', () => {
    expect(networkOf('192.0.2.1')).toBe('192.0.2.1');
    expect(networkOf('192.0.2.2')).not.toBe(networkOf('192.0.2.1'));
  });

  it('is an IPv4 address too where it is written as an IPv6 one', () => {
    expect(networkOf('::ffff:192.0.2.1')).toBe('192.0.2.1');
    expect(networkOf('::FFFF:192.0.2.1')).toBe('192.0.2.1');
  });

  it.each([
    ['in full', '2001:0db8:0001:0002:0003:0004:0005:0006'],
    ['without leading zeros', '2001:db8:1:2:3:4:5:6'],
    ['in capitals', '2001:DB8:1:2:3:4:5:6'],
    ['with the rest left out', '2001:db8:1:2::'],
    ['with a part of the rest left out', '2001:db8:1:2::9'],
  ])('is the first 48 bits of an IPv6 address %s', (_how, ip) => {
    expect(networkOf(ip)).toBe('2001:db8:1');
  });

  it.each([
    ['in its middle', '2001:db8::1', '2001:db8:0'],
    ['before its end', '2001:db8:0:0::1', '2001:db8:0'],
    ['at its beginning', '::1', '0:0:0'],
    ['altogether', '::', '0:0:0'],
    ['across the 48th bit', '2001:db8::4:5', '2001:db8:0'],
    ['in the rest alone', '2001:db8:1:0:0:0:0:1', '2001:db8:1'],
  ])('is the same whichever zeros are left out: %s', (_where, ip, network) => {
    expect(networkOf(ip)).toBe(network);
  });

  it('does not depend on how an IPv6 address is written, nor on what comes after 48 bits', () => {
    const anyGroup = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }));
    const anyNetwork = fc.tuple(anyGroup, anyGroup, anyGroup);
    const anyRest = fc.tuple(anyGroup, anyGroup, anyGroup, anyGroup, anyGroup);
    fc.assert(
      fc.property(anyNetwork, anyRest, anyRest, (network, one, another) => {
        const inFull = [...network, ...one].map((group) => group.toString(16).padStart(4, '0'));
        const short = [...network, ...another].map((group) => group.toString(16));
        expect(networkOf(inFull.join(':'))).toBe(networkOf(short.join(':')));
        expect(networkOf(zerosLeftOut(short))).toBe(networkOf(short.join(':')));
      }),
    );
  });

  it('is another where the first 48 bits differ', () => {
    expect(networkOf('2001:db8:2::1')).not.toBe(networkOf('2001:db8:1::1'));
  });
});

/** With the first run of zeros written as `::`. */
function zerosLeftOut(groups: readonly string[]): string {
  const from = groups.indexOf('0');
  if (from < 0) return groups.join(':');
  const length = groups.slice(from).findIndex((group) => group !== '0');
  const to = length < 0 ? groups.length : from + length;
  return `${groups.slice(0, from).join(':')}::${groups.slice(to).join(':')}`;
}
