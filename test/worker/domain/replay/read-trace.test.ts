import { describe, expect, it } from 'vitest';
import { traceReader } from '../../../../worker/domain/replay/read-trace.ts';
import { does, friendRings, rings, wrongNumber } from './make-trace.ts';

/** Reads lines as one trace. */
function read(...lines: readonly unknown[]) {
  const reader = traceReader();
  return lines.map((line) => reader(typeof line === 'string' ? line : JSON.stringify(line)));
}

describe('a trace is read line by line', () => {
  it('every event as it was written', () => {
    const events = [does(0, 'v'), does(0.25, 'v', 'tap'), rings(1, 'v', 'c'), friendRings(2, 'v')];
    expect(read(...events)).toEqual(events.map((event) => ({ ...event, known: true })));
  });

  it('what is missing is null, and empty lines are none', () => {
    expect(read('{"t":1,"type":"leave","visitor":"v"}', '', ' ')).toEqual([
      { ...does(1, 'v', 'leave'), source: null, known: true },
      undefined,
      undefined,
    ]);
  });

  it('a call of which nobody knows who made it', () => {
    expect(read({ ...friendRings(2, 'v'), known: false })).toEqual([
      { ...friendRings(2, 'v'), known: false },
    ]);
  });
});

describe('a bad line is named, with its field', () => {
  const call = rings(1, 'v');
  it.each([
    ['not JSON', 'Line 2: is no JSON object. A trace has one event on each line.'],
    [[1], 'Line 2: is no JSON object. A trace has one event on each line.'],
    [{ ...call, t: -1 }, 'Line 2: t has to be seconds, 0 or more.'],
    [{ ...call, t: '1' }, 'Line 2: t has to be seconds, 0 or more.'],
    [{ ...call, type: 'ring' }, 'Line 2: type has to be one of visit, renew, tap, leave, call.'],
    [{ ...call, cause: 7 }, 'Line 2: cause has to be a text that is not empty, or null.'],
    [{ ...call, caller: '' }, 'Line 2: caller has to be a text that is not empty, or null.'],
    [
      { ...does(1, 'v'), visitor: null },
      'Line 2: visitor says whose visit it is: it may not be empty.',
    ],
    [wrongNumber(1, 1), 'Line 2: dial has to be a number from 0 up to 1, 1 excluded, or null.'],
    [
      { ...wrongNumber(1, 0), dial: null },
      'Line 2: dial is missing: a call that has neither cause nor number_of says which number was dialled, from 0 up to 1.',
    ],
    [{ ...call, known: 1 }, 'Line 2: known has to be true or false, or left out.'],
    [{ ...call, t: 0.5 }, 'Line 2: t is 0.5, before the 1 of the line above. Sort the lines by t.'],
  ])('%j', (line, message) => {
    expect(() => read(does(1, 'v'), line)).toThrow(message);
  });
});
