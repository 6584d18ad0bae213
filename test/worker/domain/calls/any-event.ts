import fc from 'fast-check';
import type { CallEvent } from '../../../../worker/domain/calls/call-event.ts';
import { START } from './make-call.ts';

/** All of them in any order, some more than once. */
export function shuffledWithRepeats<T>(events: readonly T[]): fc.Arbitrary<T[]> {
  return fc.array(fc.constantFrom(...events), { maxLength: 6 }).chain((repeats) => {
    const all = [...events, ...repeats];
    return fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length });
  });
}

/** Ids from a small set, so that deliveries with one id and different contents occur, too. */
export const anyEvent = eventOf('a', 'b', 'c', 'd', 'e', 'f');

/** Any event under one of the ids. */
export function eventOf(...ids: string[]): fc.Arbitrary<CallEvent> {
  return fc.record(
    {
      id: fc.constantFrom(...ids),
      at: fc.integer({ min: START, max: START + 60_000 }),
      clock: fc.constantFrom('provider', 'arrival'),
      step: fc.oneof(
        fc.constant({ type: 'received' } as const),
        fc.record({
          type: fc.constant('leg' as const),
          leg: fc.constantFrom('A', 'B'),
          state: fc.constantFrom(
            'initiated',
            'ringing',
            'answered',
            'completed',
            'busy',
            'canceled',
          ),
          talkSeconds: fc.nat(60),
        }),
        fc.record({
          type: fc.constant('dialled' as const),
          result: fc.constantFrom('answered', 'busy', 'no-answer', 'failed', 'canceled'),
          talkSeconds: fc.nat(60),
        }),
        fc.record({ type: fc.constant('ended' as const), totalSeconds: fc.nat(60) }),
        fc.record({ type: fc.constant('menu' as const), choice: fc.constantFrom('1', '2', null) }),
        fc.constant({ type: 'blocked' } as const),
        fc.record({
          type: fc.constant('recording' as const),
          of: fc.constantFrom('call', 'voicemail'),
          url: fc.constantFrom('https://a.example/1', 'https://a.example/2'),
          seconds: fc.nat(60),
        }),
      ),
      caller: fc.constantFrom('+33639980001', '+33639980002', null),
      number: fc.constantFrom('+33199002000', '+33199002001'),
      forwardedFrom: fc.constant('+33199001234'),
      callerPlace: fc.constantFrom({ country: 'FR' }, { city: 'Lyon', country: 'FR' }),
      attestation: fc.constantFrom('A', 'B', 'C', 'failed'),
      callerSigns: fc.constantFrom(['invalid'], ['neighbour', 'premium']),
    },
    { requiredKeys: ['id', 'at', 'clock', 'step'] },
  );
}
