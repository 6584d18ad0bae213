import type { CallerSign } from '../spam/caller-signs.ts';
import type { EpochMs } from '../time.ts';

/**
 * One thing a telephony provider told us about a call, in the same words for every provider.
 *
 * `C` is how the caller is written: the E.164 number as it was parsed, or its sealed form once it has
 * passed the edge (a caller's number is never stored in the clear).
 */
export type CallEvent<C = string> = {
  /** Unique within the call, the same for every delivery: an event counts once, however often it is told. */
  readonly id: string;
  readonly at: EpochMs;
  /** `arrival` where the provider sends no time of its own; a provider's time corrects it later. */
  readonly clock: 'provider' | 'arrival';
  /** Tracking number dialled, E.164; absent where the provider does not repeat it. */
  readonly number?: string;
  /** Absent where the provider does not repeat it, null where the caller withheld the number. */
  readonly caller?: C | null;
  /** Number that forwarded the call to the tracking number, E.164. */
  readonly forwardedFrom?: string;
  /** Where the provider says that the caller's number is from. */
  readonly callerPlace?: CallerPlace;
  /** How far the caller's carrier vouches for the number. */
  readonly attestation?: Attestation;
  /** What the caller's number alone says against the call; absent where it says nothing. */
  readonly callerSigns?: readonly CallerSign[];
  readonly step: CallStep;
};

/** As the provider writes it; what it leaves out is missing. */
export type CallerPlace = {
  readonly city?: string;
  readonly region?: string;
  /** ISO 3166, two capitals. */
  readonly country?: string;
};

/**
 * STIR/SHAKEN: full (A), partial (B), gateway (C), or a signature that did not hold.
 * https://www.rfc-editor.org/rfc/rfc8588
 */
export type Attestation = 'A' | 'B' | 'C' | 'failed';

export type CallStep =
  /** The call reached the provider. */
  | { readonly type: 'received' }
  /** News of the leg that was dialled to the business. */
  | {
      readonly type: 'leg';
      readonly leg: string;
      readonly state: LegState;
      readonly talkSeconds?: number;
    }
  /** The provider's verdict on the whole attempt to reach the business. */
  | { readonly type: 'dialled'; readonly result: DialResult; readonly talkSeconds?: number }
  /** The caller was asked to choose by key; `choice` is what was pressed, null where nothing has been yet. */
  | { readonly type: 'menu'; readonly choice: string | null }
  /** The caller is not wanted, and was not connected. */
  | { readonly type: 'blocked' }
  /** The flow has nothing left to do: whoever is still on the line is hung up on. */
  | { readonly type: 'finished' }
  /** Nothing was heard of the call for so long that it is over (`silent-call.ts`). */
  | { readonly type: 'lapsed' }
  /** Something was recorded; `url` is the provider's, and never shown. */
  | {
      readonly type: 'recording';
      readonly of: 'call' | 'voicemail';
      readonly url: string;
      readonly seconds?: number;
    }
  /** The caller's own leg ended. Says nothing about whether anybody answered. */
  | { readonly type: 'ended'; readonly totalSeconds?: number };

export type LegState =
  | 'initiated'
  | 'ringing'
  | 'answered'
  | 'completed'
  | 'busy'
  | 'no-answer'
  | 'failed'
  | 'canceled';

export type DialResult = 'answered' | 'busy' | 'no-answer' | 'failed' | 'canceled';

/** How a call ended; null while it has not. */
export const CALL_OUTCOMES = [
  'answered',
  'missed',
  'busy',
  'failed',
  /** Nobody picked up, and the caller left a message. */
  'voicemail',
  /** The caller is not wanted, and was not connected. */
  'blocked',
  /** The caller hung up before choosing, so no phone rang. */
  'abandoned',
] as const;
export type CallOutcome = (typeof CALL_OUTCOMES)[number];
