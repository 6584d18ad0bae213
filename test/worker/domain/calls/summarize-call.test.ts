import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../../../../worker/domain/calls/call-event.ts';
import { summarizeCall } from '../../../../worker/domain/calls/summarize-call.ts';
import { anyEvent, shuffledWithRepeats } from './any-event.ts';
import { answeredCall, event, leg, missedCall, parties, received, START } from './make-call.ts';

const ended = event('ended', 50, 'arrival', { type: 'ended', totalSeconds: 49 }, parties);

describe('a call that was picked up', () => {
  it('has its ring, talk and total time and both numbers', () => {
    expect(summarizeCall(answeredCall)).toEqual({
      number: '+33199002000',
      caller: '+33639980001',
      forwardedFrom: null,
      callerPlace: null,
      attestation: null,
      callerSigns: [],
      startedAt: START,
      startedClock: 'arrival',
      answeredAt: START + 7_600,
      endedAt: START + 49_600,
      outcome: 'answered',
      ringSeconds: 6,
      waitSeconds: 8,
      talkSeconds: 42,
      totalSeconds: 50,
      recordings: [],
    });
  });

  it('is in progress until something has ended', () => {
    const summary = summarizeCall(answeredCall.slice(0, 4));
    expect(summary).toMatchObject({ outcome: null, endedAt: null, talkSeconds: null });
    expect(summary).toMatchObject({ answeredAt: START + 7_600, ringSeconds: 6 });
  });

  it('is over when its leg completed, even if the dial result was lost', () => {
    const summary = summarizeCall(answeredCall.slice(0, 5));
    expect(summary).toMatchObject({ outcome: 'answered', ringSeconds: 6, talkSeconds: 42 });
  });

  it('takes talk time from timestamps where the provider gives no figure', () => {
    const bare = [received, leg('answered', 8), leg('completed', 50)];
    expect(summarizeCall(bare)).toMatchObject({ outcome: 'answered', talkSeconds: 42 });
  });

  it('is known by its dial result alone', () => {
    const [last] = answeredCall.slice(-1) as [CallEvent];
    expect(summarizeCall([last])).toMatchObject({
      number: '+33199002000',
      caller: '+33639980001',
      outcome: 'answered',
      talkSeconds: 42,
      startedAt: START + 8_000,
      endedAt: START + 50_000,
      ringSeconds: null,
    });
  });

  it('was answered if one of several phones was', () => {
    const ring = [received, leg('no-answer', 20, 0, 'A'), leg('completed', 60, 40, 'B')];
    expect(summarizeCall(ring)).toMatchObject({ outcome: 'answered', talkSeconds: 40 });
  });
});

describe('a call that nobody took', () => {
  it('is missed, with the ring time until it was given up and no talk', () => {
    expect(summarizeCall(missedCall)).toMatchObject({
      outcome: 'missed',
      answeredAt: null,
      ringSeconds: 20,
      talkSeconds: 0,
      totalSeconds: 22,
    });
  });

  it('is missed although the parent call completed', () => {
    expect(summarizeCall([received, ended]).outcome).toBe('missed');
    expect(summarizeCall([...missedCall, ended]).outcome).toBe('missed');
  });

  it('is missed when the caller hung up while it rang', () => {
    const gone = [received, leg('initiated', 1), leg('ringing', 2), leg('canceled', 5)];
    expect(summarizeCall(gone)).toMatchObject({ outcome: 'missed', ringSeconds: 3 });
    expect(summarizeCall([...gone.slice(0, 3), ended]).outcome).toBe('missed');
  });

  it('is missed, not answered, where the provider says that the one who picked up was never connected', () => {
    const declined = [
      ...answeredCall.slice(0, 5),
      event('dialled:L1', 12, 'arrival', { type: 'dialled', result: 'no-answer' }),
    ];
    expect(summarizeCall(declined)).toMatchObject({
      outcome: 'missed',
      answeredAt: null,
      talkSeconds: 0,
    });
  });

  it.each([
    ['busy', 'busy'],
    ['failed', 'failed'],
    ['no-answer', 'missed'],
    ['canceled', 'missed'],
  ] as const)('with the leg %s is %s', (state, outcome) => {
    expect(summarizeCall([received, leg('initiated', 1), leg(state, 2)]).outcome).toBe(outcome);
  });

  it('has no ring time where the line was busy and nothing was heard to ring', () => {
    const legs = [received, leg('initiated', 0), leg('busy', 1)];
    const verdict = event('dialled', 1, 'provider', { type: 'dialled', result: 'busy' });
    for (const told of [legs, [received, verdict], [verdict]]) {
      expect(summarizeCall(told)).toMatchObject({ outcome: 'busy', ringSeconds: 0 });
    }
  });

  it('keeps the ring time of a phone that rang before it was busy', () => {
    const declined = [received, leg('ringing', 2), leg('busy', 7)];
    expect(summarizeCall(declined)).toMatchObject({ outcome: 'busy', ringSeconds: 5 });
  });

  it('is missed, not busy, when another phone rang unanswered', () => {
    const group = [received, leg('busy', 2, 0, 'A'), leg('no-answer', 20, 0, 'B')];
    expect(summarizeCall(group).outcome).toBe('missed');
  });

  it('is known by its last event alone', () => {
    expect(summarizeCall([ended])).toMatchObject({
      outcome: 'missed',
      startedAt: START + 1_000,
      endedAt: START + 50_000,
      totalSeconds: 49,
    });
  });
});

describe('the start of a call', () => {
  it("is the provider's own where it sends one, however early the webhook came", () => {
    const at = START + 3_000;
    const told: CallEvent = { ...received, at, clock: 'provider' };
    const summary = summarizeCall([told, leg('initiated', 1)]);
    expect(summary).toMatchObject({ startedAt: at, startedClock: 'provider' });
  });

  it("is corrected by the dialled leg's own time when the webhook came late", () => {
    const late: CallEvent = { ...received, at: START + 600_000 };
    const summary = summarizeCall([late, ...answeredCall.slice(1)]);
    expect(summary).toMatchObject({ startedAt: START + 600, startedClock: 'provider' });
  });

  it("stays where it is when the provider's time only lost its fraction", () => {
    const summary = summarizeCall([received, leg('initiated', 0)]);
    expect(summary).toMatchObject({ startedAt: START, startedClock: 'arrival' });
  });

  it('is not moved by a duration that has hardly begun, as when a call is played back at once', () => {
    const played = answeredCall.map((each) => ({ ...each, at: START }));
    expect(summarizeCall(played)).toMatchObject({ startedAt: START, talkSeconds: 42 });
  });
});

it('keeps a withheld caller apart from one that was not told', () => {
  const withheld = { ...received, caller: null };
  const later = event('ended', 9, 'arrival', { type: 'ended' }, { caller: '+33639980009' });
  expect(summarizeCall([later, withheld]).caller).toBeNull();
});

it('refuses to make a call of nothing', () => {
  expect(() => summarizeCall([])).toThrow(RangeError);
});

describe('any order and repetition of events', () => {
  it.each([
    ['answered', [...answeredCall, ended]],
    ['missed', [...missedCall, ended]],
  ])('ends in the same %s call', (_outcome, events) => {
    const expected = summarizeCall(events);
    fc.assert(
      fc.property(shuffledWithRepeats(events), (told) => {
        expect(summarizeCall(told)).toEqual(expected);
      }),
    );
  });

  it('holds for any events, even contradictory ones, and for every subset', () => {
    fc.assert(
      fc.property(
        fc
          .array(anyEvent, { minLength: 1, maxLength: 12 })
          .chain((events) => fc.tuple(fc.constant(events), shuffledWithRepeats(events))),
        ([events, told]) => {
          const summary = summarizeCall(events);
          expect(summarizeCall(told)).toEqual(summary);
          const { ringSeconds, talkSeconds, totalSeconds } = summary;
          for (const seconds of [ringSeconds, talkSeconds, totalSeconds]) {
            expect(seconds ?? 0).toBeGreaterThanOrEqual(0);
          }
          expect(summary.outcome === null).toBe(summary.endedAt === null);
        },
      ),
    );
  });
});
