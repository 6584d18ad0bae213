import { expect, it } from 'vitest';
import { DAY, HOUR, SECOND } from '../../../../worker/domain/time.ts';
import { retryPause } from '../../../../worker/domain/webhooks/retry-pause.ts';

/** Every pause there is. */
function pauses(): number[] {
  const all: number[] = [];
  for (let pause = retryPause(1); pause !== null; pause = retryPause(all.length + 1)) {
    all.push(pause);
  }
  return all;
}

it('waits seconds at first, and never longer than eight hours', () => {
  expect(pauses()[0]).toBe(5 * SECOND);
  expect(Math.max(...pauses())).toBe(8 * HOUR);
});

it('waits no shorter than the time before', () => {
  expect(pauses()).toEqual(pauses().toSorted((a, b) => a - b));
});

it('gives up after about three days', () => {
  const days = pauses().reduce((sum, pause) => sum + pause, 0) / DAY;
  expect(days).toBeGreaterThan(2.9);
  expect(days).toBeLessThan(3.1);
});
