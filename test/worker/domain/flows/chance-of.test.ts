import { expect, it } from 'vitest';
import { chanceOf } from '../../../../worker/domain/flows/chance-of.ts';

it('is the same for the same call, and spread evenly over calls', () => {
  expect(chanceOf('CA1')).toBe(chanceOf('CA1'));
  const tenths = Array.from({ length: 10 }, () => 0);
  for (let index = 0; index < 10_000; index++) {
    const chance = chanceOf(`CA${index.toString(16).padStart(32, '0')}`);
    tenths[Math.floor(chance * 10)] = (tenths[Math.floor(chance * 10)] ?? 0) + 1;
  }
  for (const count of tenths) expect(Math.abs(count - 1_000)).toBeLessThan(200);
});
