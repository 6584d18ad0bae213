import type { SpamAssessment } from './assess-spam.ts';

/** Score from which a call is suspected, unless the site says otherwise. */
export const USUAL_SPAM_THRESHOLD = 0.7;

/** What the owner said: of the call, or of an earlier one of the same caller. */
export type OwnersWord = { readonly spam: boolean; readonly of: 'call' | 'caller' };

export type SpamVerdict = SpamAssessment & { readonly suspected: boolean };

/**
 * Whether a call is to be taken for spam. What the owner said wins, first of the call, then of its caller.
 *
 * @param threshold score from which a call is suspected; null: never, unless the owner says so.
 */
export function judgeSpam(
  { score, reasons }: SpamAssessment,
  word: OwnersWord | null,
  threshold: number | null,
): SpamVerdict {
  if (word === null) {
    return { score, reasons, suspected: threshold !== null && score >= threshold };
  }
  const { spam, of } = word;
  return { score: spam ? 1 : 0, suspected: spam, reasons: [WORDS[of](spam), ...reasons] };
}

const WORDS: Readonly<Record<OwnersWord['of'], (spam: boolean) => string>> = {
  call: (spam) => (spam ? 'Marked as spam.' : 'Marked as no spam.'),
  caller: (spam) => `An earlier call of this caller was marked as ${spam ? '' : 'no '}spam.`,
};
