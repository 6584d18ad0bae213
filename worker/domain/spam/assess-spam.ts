import type { Attestation } from '../calls/call-event.ts';
import type { CallerSign } from './caller-signs.ts';
import type { SpamFacts } from './spam-facts.ts';

/** How likely a call is spam, by what is known of it. */
export type SpamAssessment = {
  /** 0 to 1, in hundredths. */
  readonly score: number;
  /** Sentences, what weighs most first. */
  readonly reasons: readonly string[];
};

export const NOTHING_AGAINST: SpamAssessment = { score: 0, reasons: [] };

/** One thing that speaks for spam: how likely a call is spam by it alone, 0 to 1. */
type Evidence = { readonly weight: number; readonly reason: string };

/**
 * Weighs what is known against a call. Each piece of evidence takes its share of the doubt that the others have left
 * (noisy-or), so more of it never lowers the score, and much of it is needed to come near 1.
 *
 * The weights are rules of thumb: what anybody may do now and then (to ring thrice within the hour, to hang up
 * at once, to withhold the number) does not suffice by itself for the usual threshold.
 */
export function assessSpam(facts: SpamFacts): SpamAssessment {
  const evidence = evidenceOf(facts).toSorted((a, b) => b.weight - a.weight);
  const doubt = evidence.reduce((left, { weight }) => left * (1 - weight), 1);
  return {
    score: Math.round((1 - doubt) * 100) / 100,
    reasons: evidence.map(({ reason }) => reason),
  };
}

/** Calls within the hour, and numbers within the day, that nobody wonders about. */
const USUAL_CALLS = 2;
const USUAL_NUMBERS = 2;

function evidenceOf(facts: SpamFacts): Evidence[] {
  const { callsInHour, numbersInDay, shortCalls, signs, attestation, withheld } = facts;
  return [
    {
      weight: eachOf(0.2, callsInHour - USUAL_CALLS),
      reason: `${callsInHour} calls in the last hour.`,
    },
    {
      weight: eachOf(0.3, numbersInDay - USUAL_NUMBERS),
      reason: `The caller rang ${numbersInDay} of your numbers in the last day.`,
    },
    { weight: eachOf(0.25, shortCalls.length), reason: shortReason(shortCalls) },
    ...[...new Set(signs)].map((sign) => SIGNS[sign]),
    ...(attestation === null ? [] : [ATTESTATIONS[attestation]]),
    { weight: withheld ? 0.1 : 0, reason: 'The caller withheld the number.' },
  ].filter(({ weight }) => weight > 0);
}

/** So many pieces of evidence of one kind, together. */
function eachOf(weight: number, count: number): number {
  return 1 - (1 - weight) ** Math.max(0, count);
}

function shortReason(seconds: readonly number[]): string {
  const sum = seconds.reduce((all, each) => all + each, 0);
  const usual = secondsText(Math.round(sum / Math.max(1, seconds.length)));
  return seconds.length === 1
    ? `A call of this caller lasted ${usual}.`
    : `${seconds.length} calls of this caller lasted ${usual} on average.`;
}

function secondsText(seconds: number): string {
  return seconds === 1 ? '1 second' : `${seconds} seconds`;
}

const SIGNS: Readonly<Record<CallerSign, Evidence>> = {
  itself: { weight: 0.9, reason: 'The caller shows the number that was dialled.' },
  premium: { weight: 0.6, reason: 'The caller shows a premium-rate number.' },
  invalid: { weight: 0.4, reason: 'The caller shows a number that does not exist.' },
  neighbour: { weight: 0.3, reason: 'The caller shows a number much like the one dialled.' },
};

/** https://www.rfc-editor.org/rfc/rfc8588: `C` is a gateway that knows no more than where it took the call from. */
const ATTESTATIONS: Readonly<Record<Attestation, Evidence>> = {
  A: { weight: 0, reason: '' },
  B: { weight: 0, reason: '' },
  C: { weight: 0.15, reason: 'The carrier could not vouch for the number.' },
  failed: { weight: 0.5, reason: "The carrier's signature for the number did not hold." },
};
