import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallOutcome, CallStep } from '../../../../worker/domain/calls/call-event.ts';
import { CALL_OUTCOMES } from '../../../../worker/domain/calls/call-event.ts';
import { MINUTE, SECOND } from '../../../../worker/domain/time.ts';
import { type CallNews, newsOfCall } from '../../../../worker/domain/webhooks/call-news.ts';

const NOW = 1_000_000;

function call(outcome: CallOutcome | null, ...steps: CallStep[]) {
  const events = steps.map((step, index) => ({
    id: String(index),
    at: NOW,
    clock: 'arrival' as const,
    step,
  }));
  return { id: 'call', outcome, events };
}

const ENDED: CallStep = { type: 'ended' };
const typesOf = (news: readonly CallNews[]) => news.map(({ type }) => type);

describe('news of a call', () => {
  it('there is none while it goes on', () => {
    expect(newsOfCall(call(null, { type: 'received' }), [], NOW)).toEqual([]);
  });

  it.each(['missed', 'busy', 'failed', 'abandoned'] as const)(
    'that nobody picked up (%s) is that it was missed, and has ended',
    (outcome) => {
      expect(newsOfCall(call(outcome, ENDED), [], NOW)).toMatchObject([
        { id: 'call-missed', type: 'call.missed', outcome },
        { id: 'call-ended', type: 'call.ended', outcome },
      ]);
    },
  );

  it.each(['answered', 'blocked'] as const)('that was %s is that it has ended', (outcome) => {
    expect(typesOf(newsOfCall(call(outcome, ENDED), [], NOW))).toEqual(['call.ended']);
  });

  it('with a message is that message', () => {
    expect(typesOf(newsOfCall(call('voicemail', ENDED), [], NOW))).toEqual([
      'call.voicemail',
      'call.ended',
    ]);
  });
});

describe('news is due', () => {
  it.each<[string, CallStep]>([
    ['the caller has hung up', ENDED],
    ['the flow has nothing left to do', { type: 'finished' }],
    ['the caller was turned away', { type: 'blocked' }],
    ['a message was left', { type: 'recording', of: 'voicemail', url: 'https://example.com/' }],
  ])('at once when %s', (_, step) => {
    for (const { dueAt } of newsOfCall(call('missed', step), [], NOW)) {
      expect(dueAt - NOW).toBeLessThanOrEqual(2 * SECOND);
    }
  });

  it('only later where one phone did not answer, since the next may', () => {
    const unanswered = call('missed', { type: 'dialled', result: 'no-answer' });
    for (const { dueAt } of newsOfCall(unanswered, [], NOW)) {
      expect(dueAt - NOW).toBeGreaterThan(2 * MINUTE);
    }
  });
});

describe('after it was told', () => {
  const told = newsOfCall(call('missed', ENDED), [], NOW);

  it('the same is not told again', () => {
    expect(newsOfCall(call('missed', ENDED), told, NOW)).toEqual([]);
  });

  it('that somebody picked up after all is an update', () => {
    expect(newsOfCall(call('answered', ENDED), told, NOW)).toMatchObject([
      { id: 'call-updated-answered', type: 'call.updated', outcome: 'answered' },
    ]);
  });

  it('a message that is heard of later is told, and the outcome with it', () => {
    expect(typesOf(newsOfCall(call('voicemail', ENDED), told, NOW))).toEqual([
      'call.voicemail',
      'call.updated',
    ]);
  });
});

it('whatever outcomes follow one another, nothing is told twice, and the last one is told', () => {
  const outcomes = fc.array(fc.constantFrom(null, ...CALL_OUTCOMES), { minLength: 1 });
  fc.assert(
    fc.property(outcomes, (story) => {
      const told: CallNews[] = [];
      for (const outcome of story) told.push(...newsOfCall(call(outcome, ENDED), told, NOW));
      expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
      expect(typesOf(told).filter((type) => type === 'call.ended').length).toBeLessThanOrEqual(1);
      const last = story.findLast((outcome) => outcome !== null);
      if (last !== undefined) expect(told.map(({ outcome }) => outcome)).toContain(last);
    }),
  );
});
