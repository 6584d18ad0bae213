import type { CallEvent } from '../domain/calls/call-event.ts';
import type { ParsedWebhook, Unreadable } from './provider.ts';

/** A webhook that told of a call. */
export function heard(
  providerCallId: string,
  events: readonly CallEvent[],
  asksForFlow = false,
): Extract<ParsedWebhook, { ok: true }> {
  return { ok: true, providerCallId, events, asksForFlow };
}

/** One that cannot be read. @param detail the field and the rule, never the value. */
export function invalid(detail: string): Unreadable {
  return { ok: false, code: 'body_invalid', detail };
}
