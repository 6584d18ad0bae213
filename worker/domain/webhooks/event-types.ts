import type { SignatureRun } from '../health/signature-run.ts';
import type { EpochMs } from '../time.ts';

/** What a webhook can be told of. */
export const EVENT_TYPES = [
  /** A call is over and nobody picked up: missed, busy, failed or abandoned. */
  'call.missed',
  /** A caller has left a message. */
  'call.voicemail',
  /** A call is over, whatever came of it. */
  'call.ended',
  /** Late news has changed the outcome of a call that was told of before. */
  'call.updated',
  /** A text message has come in. */
  'message.received',
  /** A provider's requests keep being refused for their signature. */
  'alert.signatures',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** An event on its way to webhooks. */
export type OutgoingEvent = {
  /** The same in every delivery, so that receivers can tell a repetition. */
  readonly id: string;
  readonly type: EventType;
  readonly at: EpochMs;
  readonly subject: EventSubject;
};

export type EventSubject =
  /**
   * The call as D1 has it, in this revision at least. Read anew for every attempt: so no caller is stored in
   * the clear while an event waits, and who was erased meanwhile is told to nobody.
   */
  | { readonly callId: string; readonly rev: number }
  /** A text message, in the same way. */
  | { readonly messageId: string; readonly rev: number }
  | { readonly alert: SignatureRun & { readonly provider: string } };
