import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ID_RANDOM_BYTES,
  idAfter,
  idAtTime,
  MOST_SHARDS,
  NO_PLACE,
  newId,
  placeOfId,
  shardOfId,
  timeOfId,
} from '../../../worker/domain/ids.ts';

/** All that 48 bits of milliseconds hold: up to the year 10889. */
const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const random = fc.uint8Array({ minLength: ID_RANDOM_BYTES, maxLength: ID_RANDOM_BYTES });
const shard = fc.nat(MOST_SHARDS - 1);

describe('a new id', () => {
  it('is 26 characters of Crockford base 32 in lower case', () => {
    fc.assert(
      fc.property(time, random, shard, (now, bytes, made) => {
        expect(newId(now, bytes, 0, made)).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/);
      }),
    );
  });

  it('sorts after every id made earlier', () => {
    fc.assert(
      fc.property(time, time, random, random, shard, shard, (a, b, bytesA, bytesB, inA, inB) => {
        fc.pre(a !== b);
        expect(newId(a, bytesA, 0, inA) < newId(b, bytesB, 0, inB)).toBe(a < b);
      }),
    );
  });

  it('takes 75 bits of what is random', () => {
    const none = new Uint8Array(ID_RANDOM_BYTES);
    for (let bit = 0; bit < 5 * ID_RANDOM_BYTES; bit++) {
      const bytes = none.with(Math.floor(bit / 5), 1 << (bit % 5));
      expect(newId(0, bytes)).not.toBe(newId(0, none));
    }
  });
});

it('the time of an id is the one it was made for', () => {
  fc.assert(fc.property(time, random, (now, bytes) => timeOfId(newId(now, bytes)) === now));
});

describe('the shard of an id', () => {
  it('is the one in which it was made; the first, unless said otherwise', () => {
    fc.assert(
      fc.property(time, random, shard, (now, bytes, made) => {
        expect(shardOfId(newId(now, bytes, 0, made))).toBe(made);
        expect(shardOfId(newId(now, bytes))).toBe(0);
      }),
    );
  });

  it('is the first where the id is none of ours', () => {
    expect(shardOfId('')).toBe(0);
    expect(shardOfId('not an id!')).toBe(0);
  });
});

describe('the id after another', () => {
  it('sorts after it, and before every id of a later time', () => {
    fc.assert(
      fc.property(time, random, shard, (now, bytes, made) => {
        fc.pre(bytes.some((byte) => (byte & 31) < 31));
        const id = newId(now, bytes, 0, made);
        expect(idAfter(id) > id).toBe(true);
        expect(idAfter(id) < idAtTime(now + 1)).toBe(true);
        expect(idAfter(id)).toHaveLength(26);
      }),
    );
  });

  it('is of the same shard', () => {
    fc.assert(
      fc.property(time, random, shard, (now, bytes, made) => {
        expect(shardOfId(idAfter(newId(now, bytes, 0, made)))).toBe(made);
      }),
    );
  });

  it('is one of the next moment where nothing random is left to count up', () => {
    const last = newId(7, new Uint8Array(ID_RANDOM_BYTES).fill(31), 5, 3);
    expect(idAfter(last)).toBe(newId(8, new Uint8Array(ID_RANDOM_BYTES), 5, 3));
  });

  it('is another each time, in the order of their making', () => {
    const ids = [newId(7, new Uint8Array(ID_RANDOM_BYTES).fill(30), 5, 3)];
    for (let made = 0; made < 100; made++) ids.push(idAfter(ids.at(-1) ?? ''));
    expect([...new Set(ids)].sort()).toEqual(ids);
  });
});

describe('the bound of a time', () => {
  it('is no higher than any id made then, and higher than any made before', () => {
    fc.assert(
      fc.property(time, random, shard, (at, bytes, made) => {
        expect(idAtTime(at) <= newId(at, bytes, 0, made)).toBe(true);
        expect(idAtTime(at + 1) > newId(at, bytes, 0, made)).toBe(true);
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

describe('the place of an id', () => {
  const anyPlace = fc.integer({ min: 0, max: NO_PLACE });

  it('is that of the number it was made for, whatever the shard', () => {
    fc.assert(
      fc.property(anyPlace, fc.nat(MOST_SHARDS - 1), (place, shard) => {
        const id = newId(7, new Uint8Array(ID_RANDOM_BYTES), place, shard);
        expect([placeOfId(id), shardOfId(id)]).toEqual([place, shard]);
      }),
    );
  });

  it('may be another one in the id after it, which is later all the same', () => {
    fc.assert(
      fc.property(anyPlace, anyPlace, (place, next) => {
        const id = newId(7, new Uint8Array(ID_RANDOM_BYTES), place, 3);
        const after = idAfter(id, next);
        expect([placeOfId(after), shardOfId(after), after > id]).toEqual([next, 3, true]);
      }),
    );
  });
});
