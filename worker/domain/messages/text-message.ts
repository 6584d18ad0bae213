import type { SealedCaller } from '../calls/sealed-caller.ts';
import type { EpochMs } from '../time.ts';

/** A text message to a tracking number, as a provider told it. */
export type TextMessage<S = string, T = string> = {
  /** The provider's own, by which a message that is told again is known. */
  readonly id: string;
  readonly at: EpochMs;
  /** Whose clock says so. */
  readonly clock: 'provider' | 'arrival';
  /** Tracking number that it was sent to, E.164. */
  readonly number: string;
  /** E.164; null where it comes from a name or a short code, which nobody can be known by. */
  readonly sender: S | null;
  /** Empty where nothing but media were sent. */
  readonly text: T;
  /** How many pictures and other files came with it; they stay with the provider. */
  readonly media: number;
};

/** As it may be stored: who wrote, and what, is encrypted. */
export type SealedMessage = TextMessage<SealedCaller>;
