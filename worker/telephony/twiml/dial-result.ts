import type { DialResult } from '../../domain/calls/call-event.ts';

const DIAL_RESULTS = new Map<string, DialResult>([
  ['completed', 'answered'],
  ['answered', 'answered'],
  ['busy', 'busy'],
  ['no-answer', 'no-answer'],
  ['failed', 'failed'],
  ['canceled', 'canceled'],
]);

/** Whatever else is said, nobody is known to have been reached: the caller is put through to the next phone. */
export function dialResult(status: string | undefined): DialResult {
  return DIAL_RESULTS.get(status ?? '') ?? 'failed';
}
