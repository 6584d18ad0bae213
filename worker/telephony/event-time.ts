import type { CallEvent } from '../domain/calls/call-event.ts';
import type { EpochMs } from '../domain/time.ts';

/** When something happened, and whose clock says so. */
export type EventTime = Pick<CallEvent, 'at' | 'clock'>;

/** The provider's own time; arrival where it sends none that can be read. */
export function timeOr(at: EpochMs | undefined, now: EpochMs): EventTime {
  return at === undefined ? arrival(now) : { at, clock: 'provider' };
}

export function arrival(now: EpochMs): EventTime {
  return { at: now, clock: 'arrival' };
}
