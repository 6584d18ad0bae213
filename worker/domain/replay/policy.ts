import type { Rung } from '../matching/gather-evidence.ts';
import type { Verdict } from '../matching/verdict.ts';
import type { EpochMs } from '../time.ts';
import type { Random } from './random.ts';

/** A visitor opens a page. */
export type PageView = {
  readonly at: EpochMs;
  readonly visitorId: string;
  /** Ends after 30 minutes without a sign of the visitor, whatever the policy. */
  readonly sessionId: string;
  readonly source: string;
};

/** What a page then shows: a number of the pool, or null, the business's own. */
export type Showing = {
  readonly number: string | null;
  /** Whether nobody else uses the number. */
  readonly own: boolean;
};

/** A sign of life of a visitor who has a page open, or had it until now. */
export type Sign = {
  readonly at: EpochMs;
  readonly visitorId: string;
  readonly type: 'renew' | 'tap' | 'leave';
};

/**
 * A way to track calls: which number is shown to whom, and who is held to be behind a call. Told of what
 * happens in the order of time; it never hears who really called.
 */
export type Policy = {
  view(view: PageView): Showing;
  seen(sign: Sign): void;
  /** Who called, as far as the policy can tell. The call is to a number of the pool. */
  call(call: Rung): Verdict;
};

export type PolicySettings = {
  readonly numbers: readonly string[];
  /** Seconds for which a number stays with a visitor who is not seen, where the policy does not say so itself. */
  readonly holdSeconds: number;
  readonly random: Random;
};
