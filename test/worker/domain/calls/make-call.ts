import type { CallEvent, CallStep, LegState } from '../../../../worker/domain/calls/call-event.ts';

/** When the made calls begin: 2025-11-25T14:00:00.400Z, not on a whole second, as in life. */
export const START = 1_764_079_200_400;

/** An event at `second` of the call; `arrival` keeps the fraction, the provider cuts it off. */
export function event(
  id: string,
  second: number,
  clock: CallEvent['clock'],
  step: CallStep,
  rest: Partial<CallEvent> = {},
): CallEvent {
  const at = START + second * 1000;
  return { id, at: clock === 'arrival' ? at : Math.floor(at / 1000) * 1000, clock, step, ...rest };
}

export function leg(state: LegState, second: number, talkSeconds?: number, name = 'L1'): CallEvent {
  const step = { type: 'leg', leg: name, state } as const;
  return event(
    `leg:${name}:${state}`,
    second,
    'provider',
    talkSeconds === undefined ? step : { ...step, talkSeconds },
  );
}

export const parties = { number: '+33199002000', caller: '+33639980001' };

export const received = event('received', 0, 'arrival', { type: 'received' }, parties);

/** An answered call as Twilio tells it: 6 s of ringing, 42 s of talk. */
export const answeredCall: CallEvent[] = [
  received,
  leg('initiated', 1),
  leg('ringing', 2),
  leg('answered', 8),
  leg('completed', 50, 42),
  event(
    'dialled:L1',
    50,
    'arrival',
    { type: 'dialled', result: 'answered', talkSeconds: 42 },
    parties,
  ),
];

/** The same, never picked up. */
export const missedCall: CallEvent[] = [
  received,
  leg('initiated', 1),
  leg('ringing', 2),
  leg('no-answer', 22),
  event('dialled:L1', 22, 'arrival', { type: 'dialled', result: 'no-answer' }, parties),
];
