import type { Attestation } from '../calls/call-event.ts';
import type { CallSummary } from '../calls/summarize-call.ts';
import { DAY, type EpochMs, HOUR } from '../time.ts';
import type { CallerSign } from './caller-signs.ts';

/** What speaks for spam in a call, as far as anything was told by then. */
export type SpamFacts = {
  readonly withheld: boolean;
  readonly signs: readonly CallerSign[];
  readonly attestation: Attestation | null;
  /** Calls of the caller in the hour up to this one, which counts, too. */
  readonly callsInHour: number;
  /** Tracking numbers that the caller rang in the day up to this call, the one rung now among them. */
  readonly numbersInDay: number;
  /** Seconds of each of the caller's calls of that day that was over at once. */
  readonly shortCalls: readonly number[];
};

/** How far back calls of the same caller count. */
export const SPAM_WINDOW = DAY;

/**
 * Nobody says what they want in less: carriers, too, call a conversation of up to six seconds a short one. A phone rings
 * for five seconds at least (`http/flow-schema.ts`), so before that it was the caller who gave up.
 */
const SHORT_TALK_SECONDS = 6;
const SHORT_WAIT_SECONDS = 4;

type Call = Pick<
  CallSummary<unknown>,
  | 'number'
  | 'caller'
  | 'callerSigns'
  | 'attestation'
  | 'startedAt'
  | 'outcome'
  | 'talkSeconds'
  | 'totalSeconds'
>;

/**
 * What is known against a call: by itself, and by what its caller did in the day before it. What came after it counts
 * for the later calls.
 *
 * @param others of the same caller on this site, in any order; none where the number is withheld.
 */
export function spamFacts(call: Call, others: readonly Call[]): SpamFacts {
  const since = (span: number) => [
    call,
    ...others.filter(({ startedAt }) => isWithin(startedAt, call.startedAt, span)),
  ];
  const ofTheDay = since(SPAM_WINDOW);
  return {
    withheld: call.caller === null,
    signs: call.callerSigns,
    attestation: call.attestation,
    callsInHour: since(HOUR).length,
    numbersInDay: new Set(ofTheDay.flatMap(({ number }) => number ?? [])).size,
    shortCalls: ofTheDay.flatMap(shortSeconds),
  };
}

function isWithin(at: EpochMs, now: EpochMs, span: number): boolean {
  return at <= now && now - at < span;
}

/** The length of the conversation, or of a wait that the caller gave up. Busy lines and blocks are our doing. */
function shortSeconds({ outcome, talkSeconds, totalSeconds }: Call): number[] {
  if (outcome === 'answered') return atMost(SHORT_TALK_SECONDS, talkSeconds);
  const gaveUp = outcome === 'missed' || outcome === 'abandoned';
  return gaveUp ? atMost(SHORT_WAIT_SECONDS, totalSeconds) : [];
}

function atMost(limit: number, seconds: number | null): number[] {
  return seconds !== null && seconds <= limit ? [seconds] : [];
}
