import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ID_RANDOM_BYTES, idAtTime, newId } from '../../../worker/domain/ids.ts';

/** All that 48 bits of milliseconds hold: up to the year 10889. */
const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const random = fc.uint8Array({ minLength: ID_RANDOM_BYTES, maxLength: ID_RANDOM_BYTES });

describe('a new id', () => {
  it('is 26 characters of Crockford base 32 in lower case', () => {
    fc.assert(
      fc.property(time, random, (now, bytes) => {
        expect(newId(now, bytes)).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/);
      }),
    );
  });

  it('sorts after every id made earlier', () => {
    fc.assert(
      fc.property(time, time, random, random, (a, b, bytesA, bytesB) => {
        fc.pre(a !== b);
        expect(newId(a, bytesA) < newId(b, bytesB)).toBe(a < b);
      }),
    );
  });

  it('takes 80 bits of what is random', () => {
    const none = new Uint8Array(ID_RANDOM_BYTES);
    for (let bit = 0; bit < 5 * ID_RANDOM_BYTES; bit++) {
      const bytes = none.with(Math.floor(bit / 5), 1 << (bit % 5));
      expect(newId(0, bytes)).not.toBe(newId(0, none));
    }
  });
});

describe('the bound of a time', () => {
  it('is no higher than any id made then, and higher than any made before', () => {
    fc.assert(
      fc.property(time, random, (at, bytes) => {
        expect(idAtTime(at) <= newId(at, bytes)).toBe(true);
        expect(idAtTime(at + 1) > newId(at, bytes)).toBe(true);
      }),
    );
  });

  it.each([
    [0, `${'0'.repeat(10)}${'0'.repeat(16)}`],
    [31, `${'0'.repeat(9)}z${'0'.repeat(16)}`],
    [32, `${'0'.repeat(8)}10${'0'.repeat(16)}`],
    // The example of https://github.com/ulid/spec
    [1_469_918_176_385, `01aryz6s41${'0'.repeat(16)}`],
  ])('of %d is %s', (at, id) => {
    expect(idAtTime(at)).toBe(id);
  });

  it('takes a time with a fraction as the millisecond it lies in', () => {
    expect(idAtTime(1_764_079_200_400.9)).toBe(idAtTime(1_764_079_200_400));
  });

  it('takes a time beyond what ten characters can say as the last of them', () => {
    const last = 2 ** 50 - 1;
    expect(idAtTime(last + 1)).toBe(idAtTime(last));
    expect(idAtTime(8.64e15) > idAtTime(1_764_079_200_400)).toBe(true);
  });

  it('takes a time before 1970 as the beginning', () => {
    expect(idAtTime(-1)).toBe(idAtTime(0));
  });
});
