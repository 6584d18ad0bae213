import type { CallEvent } from '../domain/calls/call-event.ts';
import type { SealedCaller } from '../domain/calls/sealed-caller.ts';
import type { CallSummary } from '../domain/calls/summarize-call.ts';
import type { Correction, Match } from '../domain/matching/match.ts';
import type { SpamAssessment } from '../domain/spam/assess-spam.ts';

/** A call as the object keeps it: what was told of it, and what was made of that. */
export type StoredCall = {
  readonly id: string;
  readonly provider: string;
  readonly providerCallId: string;
  readonly events: readonly CallEvent<SealedCaller>[];
  readonly summary: CallSummary<SealedCaller>;
  /** By the evidence alone; what is told of the call is `statedMatch`. */
  readonly match: Match;
  /** What is learned from the call, as JSON of `StoredEvidence`, the owner's word in it; null where that is nothing. */
  readonly evidence: string | null;
  /** What the owner says of who called; null where they said nothing. */
  readonly correction: Correction | null;
  readonly spam: SpamAssessment;
};
