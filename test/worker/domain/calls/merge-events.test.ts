import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallEvent, DialResult } from '../../../../worker/domain/calls/call-event.ts';
import type { SealedCaller } from '../../../../worker/domain/calls/sealed-caller.ts';
import { mergeEvents, summarizeCall } from '../../../../worker/domain/calls/summarize-call.ts';
import { eventOf, shuffledWithRepeats } from './any-event.ts';
import { event, leg, received, START } from './make-call.ts';

const ended = event('ended', 50, 'arrival', { type: 'ended', totalSeconds: 49 });
const dialled = (result: DialResult, rest: Partial<CallEvent> = {}) =>
  event('dialled', 20, 'provider', { type: 'dialled', result }, rest);

/** As the pool hears of them: one by one, each merged with what was kept of those before. */
function heard<C extends string | SealedCaller>(deliveries: readonly CallEvent<C>[]) {
  return deliveries.reduce<readonly CallEvent<C>[]>(
    (known, delivery) => mergeEvents(known, [delivery]),
    [],
  );
}

describe('a delivery that says nothing new', () => {
  it('gives back the very list', () => {
    const known = [received, ended];
    expect(mergeEvents(known, [ended])).toBe(known);
    expect(mergeEvents(known, [{ ...ended }, { ...received }])).toBe(known);
    expect(mergeEvents(known, [])).toBe(known);
  });

  it('is one that only arrives later', () => {
    const known = [received];
    expect(mergeEvents(known, [{ ...received, at: START + 99_000 }])).toBe(known);
  });

  it('is one that only has the same caller sealed again', () => {
    const sealed = (text: string) => ({ ...received, caller: { hash: 'h1', sealed: text } });
    const known = [sealed('iv1')];
    expect(mergeEvents(known, [sealed('iv2')])).toBe(known);
    expect(mergeEvents([], [sealed('iv1'), sealed('iv2')])).toEqual(known);
  });

  it('is one of too many that differ, where it says less than those that are kept', () => {
    const pulse = (second: number) => leg('ringing', second);
    const known = heard([2, 5, 8, 11].map(pulse));
    expect(known).toHaveLength(4);
    expect(mergeEvents(known, [pulse(14)])).toBe(known);
    expect(mergeEvents(known, [pulse(1)])).toHaveLength(4);
    expect(mergeEvents(known, [pulse(1)])).toContainEqual(pulse(1));
  });
});

describe('an event that is told differently', () => {
  const { caller: _, ...anonymous } = received;

  it.each([
    ['answered', ['missed', 'answered']],
    ['answered', ['busy', 'answered']],
    ['answered', ['failed', 'answered']],
    ['busy', ['missed', 'busy']],
    ['failed', ['missed', 'failed']],
  ] as const)('ended %s of %j in any order', (outcome, told) => {
    const deliveries = told.map((each) => dialled(each === 'missed' ? 'no-answer' : each));
    for (const order of [deliveries, deliveries.toReversed()]) {
      expect(summarizeCall(heard([received, ...order])).outcome).toBe(outcome);
    }
  });

  it('has the caller and the time of whichever delivery brings them', () => {
    const timed: CallEvent = { ...anonymous, at: START - 3_000, clock: 'provider' };
    const withheld = { ...anonymous, caller: null };
    fc.assert(
      fc.property(shuffledWithRepeats([anonymous, withheld, received, timed]), (told) => {
        expect(summarizeCall(heard(told))).toMatchObject({
          caller: '+33639980001',
          startedAt: START - 3_000,
          startedClock: 'provider',
        });
      }),
    );
  });

  it('has the time of the delivery that says what became of it', () => {
    const missed = dialled('no-answer', { at: START + 10_000 });
    const answered = { ...dialled('answered'), at: START + 60_000 };
    for (const told of [
      [missed, answered],
      [answered, missed],
    ]) {
      expect(summarizeCall(heard(told))).toMatchObject({ endedAt: START + 60_000 });
    }
  });

  it('began at its earliest arrival', () => {
    const later = { ...received, at: START + 5_000 };
    expect(summarizeCall(heard([later, received])).startedAt).toBe(START);
    expect(summarizeCall(heard([received, later])).startedAt).toBe(START);
  });
});

describe('any deliveries, however much those of one event contradict each other', () => {
  const sealings = fc.string({ minLength: 1, maxLength: 4 });
  const sealedEvent = fc.tuple(eventOf('a', 'b'), sealings).map(([{ caller, ...rest }, sealed]) => {
    if (caller === undefined) return rest;
    return { ...rest, caller: caller === null ? null : { hash: caller, sealed } };
  });
  const told = fc
    .array(sealedEvent, { minLength: 1, maxLength: 24 })
    .chain((events) => fc.tuple(fc.constant(events), shuffledWithRepeats(events)));
  /** How a caller was sealed says nothing. */
  const known = (deliveries: readonly CallEvent<SealedCaller>[]) => {
    const { caller, ...rest } = summarizeCall(deliveries);
    return { ...rest, caller: caller?.hash };
  };

  it('make the same call, merged one by one in any order or all at once', () => {
    fc.assert(
      fc.property(told, ([events, shuffled]) => {
        const once = known(events);
        expect(known(shuffled)).toEqual(once);
        expect(known(heard(shuffled))).toEqual(once);
        expect(known(mergeEvents([], shuffled))).toEqual(once);
      }),
      { numRuns: 1_000 },
    );
  });

  it('add nothing when they are all told again, and never grow beyond four of one event', () => {
    fc.assert(
      fc.property(told, ([events, shuffled]) => {
        const kept = heard(events);
        expect(mergeEvents(kept, shuffled)).toBe(kept);
        for (const same of Map.groupBy(kept, ({ id }) => id).values()) {
          expect(same.length).toBeLessThanOrEqual(4);
        }
      }),
    );
  });
});
