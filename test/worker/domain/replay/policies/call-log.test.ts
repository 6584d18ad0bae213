import { expect, it } from 'vitest';
import { CallLog } from '../../../../../worker/domain/replay/policies/call-log.ts';
import { NO_CREDIT } from '../../../../../worker/domain/replay/policies/credited.ts';
import { DAY } from '../../../../../worker/domain/time.ts';

const DAYS = 40;

/** After forty days of so many calls a day, each to be told by its `cell`. */
function logOf(callsADay: number) {
  const log = new CallLog();
  const at = (call: number) => (call * DAY) / callsADay;
  for (let call = 0; call < DAYS * callsADay; call++) {
    const stranger = { mayBe: 1, redials: 0 };
    const evidence = { cell: call, suspects: [], earlier: null, unseenRedials: 0, stranger };
    log.add({ at: at(call), number: 'a number', caller: null }, evidence, NO_CREDIT);
  }
  const { calls, from, every } = log.toLearnFrom();
  const cells = calls.map(({ cell }) => cell);
  return { cells, from, every, days: DAYS - (from ?? 0) / DAY, at };
}

it('all calls are learned from while they are few', () => {
  const { cells, from, every } = logOf(40);
  expect(cells).toHaveLength(40 * DAYS);
  expect(from).toBeUndefined();
  expect(every).toBe(1);
});

it('old calls are forgotten once newer ones are enough', () => {
  const { cells, from, every, at, days } = logOf(150);
  const first = cells[0] ?? 0;
  expect(from).toBe(at(first));
  expect(cells.length).toBeGreaterThan(1_000);
  expect(cells.length).toBeLessThanOrEqual(2_000);
  expect(cells).toEqual(cells.map((_, index) => first + index * every));
  expect(days).toBeGreaterThan(7);
});

it('of many calls one of every so many is learned from, of a week and more', () => {
  const { cells, from, every, at, days } = logOf(2_000);
  const first = cells[0] ?? 0;
  expect(from).toBe(at(first));
  expect(cells.length).toBeGreaterThan(1_000);
  expect(cells.length).toBeLessThanOrEqual(2_000);
  expect(every).toBeGreaterThan(4);
  expect(cells).toEqual(cells.map((_, index) => first + index * every));
  expect(days).toBeGreaterThan(7);
});
