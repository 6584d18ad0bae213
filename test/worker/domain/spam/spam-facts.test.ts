import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { summarizeCall } from '../../../../worker/domain/calls/summarize-call.ts';
import { assessSpam } from '../../../../worker/domain/spam/assess-spam.ts';
import { spamFacts } from '../../../../worker/domain/spam/spam-facts.ts';
import { DAY, HOUR, MINUTE } from '../../../../worker/domain/time.ts';
import { anyEvent, shuffledWithRepeats } from '../calls/any-event.ts';

type Call = Parameters<typeof spamFacts>[0];

const AT = Date.UTC(2026, 10, 25, 14, 0);

function call(change: Partial<Call> = {}): Call {
  return {
    number: '+33199002000',
    caller: '+33639980001',
    callerSigns: [],
    attestation: null,
    startedAt: AT,
    outcome: null,
    talkSeconds: null,
    totalSeconds: null,
    ...change,
  };
}

const ago = (span: number, change: Partial<Call> = {}) => call({ startedAt: AT - span, ...change });
const answered = (talkSeconds: number) => ({ outcome: 'answered' as const, talkSeconds });

describe('calls of the same caller', () => {
  it('count for an hour', () => {
    const others = [ago(1), ago(HOUR - 1), ago(HOUR), ago(2 * HOUR)];
    expect(spamFacts(call(), others).callsInHour).toBe(3);
  });

  it('to different numbers count for a day', () => {
    const others = ['+33199002001', '+33199002002', '+33199002001', '+33199002000'].map(
      (number, hours) => ago(hours * HOUR, { number }),
    );
    expect(spamFacts(call(), others).numbersInDay).toBe(3);
    expect(spamFacts(call(), [ago(DAY, { number: '+33199002009' })]).numbersInDay).toBe(1);
    expect(spamFacts(call({ number: null }), []).numbersInDay).toBe(0);
  });

  it('do not count before they are made', () => {
    const later = ago(-MINUTE, { number: '+33199002001', ...answered(1) });
    expect(spamFacts(call(), [later])).toEqual(spamFacts(call(), []));
  });
});

describe('a short call', () => {
  it.each<[string, Partial<Call>, number[]]>([
    ['a conversation of a few seconds', answered(6), [6]],
    ['a conversation', answered(7), []],
    ['a wait that was given up at once', { outcome: 'missed', totalSeconds: 2 }, [2]],
    ['a menu that was given up at once', { outcome: 'abandoned', totalSeconds: 0 }, [0]],
    ['a phone that rang as shortly as it can', { outcome: 'missed', totalSeconds: 5 }, []],
    ['a busy line', { outcome: 'busy', totalSeconds: 1 }, []],
    ['a caller turned away', { outcome: 'blocked', totalSeconds: 1 }, []],
    ['a call that is not over', {}, []],
  ])('is or is not: %s', (_, change, seconds) => {
    expect(spamFacts(call(change), []).shortCalls).toEqual(seconds);
    expect(spamFacts(call(), [ago(MINUTE, change)]).shortCalls).toEqual(seconds);
  });
});

it('tells what the call itself shows', () => {
  const given = call({ caller: null, attestation: 'failed', callerSigns: ['neighbour'] });
  expect(spamFacts(given, [])).toMatchObject({
    withheld: true,
    attestation: 'failed',
    signs: ['neighbour'],
  });
});

it('comes to the same score in whatever order and however often events and calls are told', () => {
  const story = fc
    .array(fc.array(anyEvent, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 })
    .chain((calls) =>
      fc.record({
        calls: fc.constant(calls),
        events: fc.tuple(...calls.map(shuffledWithRepeats)),
        order: fc.shuffledSubarray([...calls.keys()].slice(1), { minLength: calls.length - 1 }),
      }),
    );
  fc.assert(
    fc.property(story, ({ calls, events, order }) => {
      const [first, ...others] = calls.map((each) => summarizeCall(each));
      const told = events.map((each) => summarizeCall(each));
      const shuffled = order.flatMap((index) => told[index] ?? []);
      if (!first || !told[0]) return;
      expect(assessSpam(spamFacts(told[0], shuffled))).toEqual(
        assessSpam(spamFacts(first, others)),
      );
    }),
  );
});
