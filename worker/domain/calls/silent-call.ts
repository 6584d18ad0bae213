import { type EpochMs, HOUR } from '../time.ts';
import type { CallEvent } from './call-event.ts';

/** Providers cut calls off by then: of one that seems to go on for longer, the end has got lost. */
export const LONGEST_CALL = 4 * HOUR;

/**
 * What closes a call that nothing more is heard of, as where a caller hangs up in a menu and the provider was not
 * told to report it; undefined while something may still be heard. The call was over when it was last heard of, as far
 * as anybody knows. Whatever is heard all the same counts before this.
 *
 * @param events one at least
 */
export function lapsedEvent(
  events: readonly Pick<CallEvent<unknown>, 'at' | 'clock'>[],
  now: EpochMs,
): CallEvent<never> | undefined {
  const { at, clock } = events.reduce((a, b) => (b.at > a.at ? b : a));
  return now - at < LONGEST_CALL
    ? undefined
    : { id: 'lapsed', at, clock, step: { type: 'lapsed' } };
}
