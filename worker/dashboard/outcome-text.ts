import { type EpochMs, HOUR } from '../domain/time.ts';

/** Of a call that seems to go on for longer, the end has got lost: providers cut calls off by then. */
const LONGEST_CALL = 4 * HOUR;

/** What became of a call, as the page says it. */
export function outcomeText(
  call: { readonly outcome: string | null; readonly startedAt: EpochMs },
  now: EpochMs,
): string {
  if (call.outcome !== null) return call.outcome;
  return now - call.startedAt < LONGEST_CALL ? 'in progress' : 'not known';
}
