import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../../../../worker/domain/calls/call-event.ts';
import { LONGEST_CALL, lapsedEvent } from '../../../../worker/domain/calls/silent-call.ts';
import { summarizeCall } from '../../../../worker/domain/calls/summarize-call.ts';
import { anyEvent } from './any-event.ts';
import { event, received, START } from './make-call.ts';

const asked = event('menu', 2, 'arrival', { type: 'menu', choice: null });
const answered = event('leg', 5, 'provider', { type: 'leg', leg: 'A', state: 'answered' });
const ended = event('ended', 65, 'provider', { type: 'ended', totalSeconds: 65 });

/** The call as it is once nothing was heard of it for so long. */
function lapsed(...events: CallEvent[]): CallEvent[] {
  const event = lapsedEvent(events, START + 2 * LONGEST_CALL);
  return event === undefined ? events : [...events, event];
}

describe('a call that nothing more is heard of', () => {
  it('goes on for as long as it may last', () => {
    const heardAt = asked.at;
    expect(lapsedEvent([received, asked], heardAt + LONGEST_CALL - 1)).toBeUndefined();
    expect(lapsedEvent([received, asked], heardAt + LONGEST_CALL)).toMatchObject({ at: heardAt });
  });

  it('was abandoned in the menu', () => {
    expect(summarizeCall(lapsed(received, asked))).toMatchObject({
      outcome: 'abandoned',
      endedAt: asked.at,
      talkSeconds: 0,
    });
  });

  it('was answered where a phone was picked up, nobody knows for how long', () => {
    expect(summarizeCall(lapsed(received, answered))).toMatchObject({
      outcome: 'answered',
      answeredAt: answered.at,
      talkSeconds: null,
    });
  });

  it('was missed where nobody is known to have picked up', () => {
    expect(summarizeCall(lapsed(received)).outcome).toBe('missed');
  });

  it('is over', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { minLength: 1 }), (events) => {
        const { outcome, endedAt } = summarizeCall(lapsed(...events));
        expect([outcome, endedAt]).not.toContain(null);
      }),
    );
  });

  it('is what its end says, however late that is told', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { minLength: 1 }), (events) => {
        expect(summarizeCall([...lapsed(...events), ended])).toEqual(
          summarizeCall([...events, ended]),
        );
      }),
    );
  });
});
