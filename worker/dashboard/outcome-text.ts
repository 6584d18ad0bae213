import { LONGEST_CALL } from '../domain/calls/silent-call.ts';
import type { EpochMs } from '../domain/time.ts';

/** What became of a call, as the page says it. */
export function outcomeText(
  call: { readonly outcome: string | null; readonly startedAt: EpochMs },
  now: EpochMs,
): string {
  if (call.outcome !== null) return call.outcome;
  return now - call.startedAt < LONGEST_CALL ? 'in progress' : 'not known';
}
