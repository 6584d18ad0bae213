import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callerSigns } from '../../../../worker/domain/spam/caller-signs.ts';

const NUMBER = '+33199002000';

describe("what a caller's number shows", () => {
  it.each([
    ['the number that was dialled', NUMBER, ['itself']],
    ['a number of the same exchange', '+33199002777', ['neighbour']],
    ['a number of another exchange', '+33199012000', []],
    ['a number that begins alike, and is longer', '+331990020001', ['invalid']],
    ['a premium-rate number', '+33899123456', ['premium']],
    ['an area code that cannot be', '+12001234567', ['invalid']],
    ['any other number', '+33639980001', []],
  ] as const)('%s', (_, caller, signs) => {
    expect(callerSigns(caller, NUMBER)).toEqual(signs);
  });

  it('is told as far as it can be where the number dialled is not known', () => {
    expect(callerSigns('+33199002777', undefined)).toEqual([]);
    expect(callerSigns('+19005551234', undefined)).toEqual(['premium']);
  });

  it('is told of any number whatever', () => {
    const digits = fc.stringMatching(/^\+\d{1,15}$/);
    fc.assert(
      fc.property(digits, digits, (caller, number) => {
        const signs = callerSigns(caller, number);
        expect(new Set(signs).size).toBe(signs.length);
        expect(signs.includes('neighbour')).toBe(callerSigns(number, caller).includes('neighbour'));
      }),
    );
  });
});
