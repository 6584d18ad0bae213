import type { Speech } from './flow.ts';

/**
 * One thing for the provider to do, the same for all of them. `next` names the webhook that is told of what
 * came of it, and that answers with what to do next.
 */
export type Instruction =
  | { readonly do: 'say'; readonly speech: Speech }
  /** Waits for one key. */
  | {
      readonly do: 'ask';
      readonly prompt: Speech;
      readonly waitSeconds: number;
      readonly next: string;
    }
  | {
      readonly do: 'dial';
      /** E.164 or SIP URIs; all ring at once. */
      readonly phones: readonly string[];
      readonly ringSeconds: number;
      /** Null: the caller's own. */
      readonly callerId: string | null;
      readonly whisper: Speech | null;
      readonly record: boolean;
      readonly next: string;
    }
  | {
      readonly do: 'take message';
      readonly prompt: Speech;
      readonly maxSeconds: number;
      readonly next: string;
    }
  /** The caller hears that the line is busy, and nobody pays for a call. */
  | { readonly do: 'reject' };
