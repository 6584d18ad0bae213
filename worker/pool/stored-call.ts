import type { CallEvent } from '../domain/calls/call-event.ts';
import type { SealedCaller } from '../domain/calls/sealed-caller.ts';
import type { CallSummary } from '../domain/calls/summarize-call.ts';
import type { Match } from '../domain/matching/match-call.ts';
import type { SpamAssessment } from '../domain/spam/assess-spam.ts';

/** A call as the object keeps it: what was told of it, and what was made of that. */
export type StoredCall = {
  readonly id: string;
  readonly provider: string;
  readonly providerCallId: string;
  readonly events: readonly CallEvent<SealedCaller>[];
  readonly summary: CallSummary<SealedCaller>;
  readonly match: Match;
  readonly spam: SpamAssessment;
};
