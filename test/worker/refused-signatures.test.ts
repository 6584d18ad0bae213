import { expect, it } from 'vitest';
import { SECOND } from '../../worker/domain/time.ts';
import { RefusedSignatures } from '../../worker/refused-signatures.ts';

function counter() {
  let now = 1_000_000;
  const signatures = new RefusedSignatures({ now: () => now, readings: () => [now] });
  return {
    add: (site: string) => signatures.add(site, 'twilio'),
    pass: (ms: number) => {
      now += ms;
    },
  };
}

it('the first refusal is told at once, those of the next seconds together', () => {
  const { add, pass } = counter();
  expect(add('a')).toBe(1);
  expect([add('a'), add('a'), add('a')]).toEqual([0, 0, 0]);
  pass(10 * SECOND);
  expect(add('a')).toBe(4);
  expect(add('a')).toBe(0);
});

it('sites are counted apart', () => {
  const { add } = counter();
  expect(add('a')).toBe(1);
  expect(add('b')).toBe(1);
});

it('of more than a thousand the oldest is forgotten', () => {
  const { add } = counter();
  for (let site = 0; site <= 1_000; site++) add(String(site));
  expect(add('1')).toBe(0);
  expect(add('0')).toBe(1);
});
