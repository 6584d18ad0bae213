import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Heap } from '../../../../worker/domain/leases/heap.ts';

function heapOf(keys: readonly number[]): Heap<string> {
  const heap = new Heap<string>();
  for (const [index, key] of keys.entries()) heap.push(key, `${key} ${index}`);
  return heap;
}

function keysOf<T>(heap: Heap<T>): number[] {
  const keys: number[] = [];
  for (let first = heap.pop(); first; first = heap.pop()) keys.push(first.key);
  return keys;
}

const ascending = (a: number, b: number) => a - b;
const anyKeys = fc.array(fc.integer({ min: -20, max: 20 }));

describe('a heap', () => {
  it('gives back all that was put in, smallest key first', () => {
    fc.assert(
      fc.property(anyKeys, (keys) => {
        expect(keysOf(heapOf(keys))).toEqual([...keys].sort(ascending));
      }),
    );
  });

  it('gives back each item with its key', () => {
    const heap = heapOf([3, 1, 2]);
    expect([heap.pop(), heap.pop(), heap.pop(), heap.pop()]).toEqual([
      { key: 1, item: '1 1' },
      { key: 2, item: '2 2' },
      { key: 3, item: '3 0' },
      undefined,
    ]);
  });

  it('shows the first without taking it out', () => {
    const heap = heapOf([2, 1]);
    expect(heap.peek()?.key).toBe(1);
    expect(heap.peek()?.key).toBe(1);
    expect(heapOf([]).peek()).toBeUndefined();
  });

  it('stays in order whatever is put in, taken out and postponed in between', () => {
    const anyStep = fc.oneof(
      fc.record({ type: fc.constant('push' as const), key: fc.integer({ min: -20, max: 20 }) }),
      fc.record({ type: fc.constant('pop' as const) }),
      fc.record({ type: fc.constant('postpone' as const), by: fc.nat(20) }),
    );
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 60 }), (steps) => {
        const heap = new Heap<null>();
        let model: number[] = [];
        for (const step of steps) {
          const [first, ...rest] = model;
          if (step.type === 'push') {
            heap.push(step.key, null);
            model = [...model, step.key].sort(ascending);
          } else if (step.type === 'pop') {
            expect(heap.pop()?.key).toBe(first);
            model = rest;
          } else {
            heap.postpone((first ?? 0) + step.by);
            if (first !== undefined) model = [...rest, first + step.by].sort(ascending);
          }
          expect(heap.peek()?.key).toBe(model[0]);
        }
        expect(keysOf(heap)).toEqual(model);
      }),
    );
  });
});

describe('the first that fits', () => {
  it('is the smallest that does, and stays where it is', () => {
    const heap = heapOf([5, 1, 4, 2]);
    const even = (_: string, key: number) => (key % 2 === 0 ? 'fits' : 'passed over');
    expect(heap.first(even)?.key).toBe(2);
    expect(heap.first(even)?.key).toBe(2);
    expect(keysOf(heap)).toEqual([1, 2, 4, 5]);
  });

  it('is none where nothing does, and all stay', () => {
    const heap = heapOf([3, 1, 2]);
    expect(heap.first(() => 'passed over')).toBeUndefined();
    expect(keysOf(heap)).toEqual([1, 2, 3]);
  });

  it('may cost others their place', () => {
    const heap = heapOf([1, 2, 3]);
    expect(heap.first((_, key) => (key < 3 ? 'dropped' : 'fits'))?.key).toBe(3);
    expect(keysOf(heap)).toEqual([3]);
  });

  it('is looked for among those given a larger key too, at their new place', () => {
    const heap = heapOf([1, 2, 4]);
    const seen: number[] = [];
    heap.first((_, key) => {
      seen.push(key);
      if (key === 1) return 3;
      return key === 4 ? 'fits' : 'passed over';
    });
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(keysOf(heap)).toEqual([2, 3, 4]);
  });
});
