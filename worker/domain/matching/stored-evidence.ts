import { allRedials, type Evidence } from './evidence.ts';
import type { Traits } from './traits.ts';

/** Evidence as it is kept to learn from: without who it was, which a curve does not ask. */
export type StoredEvidence = {
  readonly cell: number;
  readonly sources: readonly string[];
  /** Of each visit: index of its source, how likely a call of theirs comes from this phone, bins as in `Traits`. */
  readonly visits: readonly (readonly number[])[];
  readonly redials: number;
  readonly earlier: readonly number[] | null;
  readonly stranger: number;
};

/** Enough digits for a likelihood that is only learned from. */
const DIGITS = 3;

export function storeEvidence(evidence: Evidence): StoredEvidence {
  const { cell, suspects, earlier, stranger } = evidence;
  const sources = [...new Set(suspects.map(({ source }) => source))];
  const short = (value: number) => Number(value.toPrecision(DIGITS));
  return {
    cell,
    sources,
    visits: suspects.flatMap(({ source, traits, mayBe }) =>
      traits.map(({ age, onSite, away, tap, later }) => [
        sources.indexOf(source),
        short(mayBe),
        age,
        onSite,
        away,
        tap,
        later,
      ]),
    ),
    redials: short(allRedials(evidence)),
    earlier: earlier?.map(short) ?? null,
    stranger: short(stranger.mayBe),
  };
}

/** The evidence again, as far as a curve is learned from it. */
export function recallEvidence(stored: StoredEvidence): Evidence {
  return {
    cell: stored.cell,
    suspects: stored.visits.map(([source, mayBe, ...bins], index) => ({
      visitorId: `visitor ${index}`,
      sessionId: `session ${index}`,
      source: stored.sources[source as number] ?? '',
      traits: [traitsFrom(bins)],
      mayBe: mayBe as number,
      redials: 0,
    })),
    earlier: stored.earlier,
    unseenRedials: 0,
    stranger: { mayBe: stored.stranger, redials: stored.redials },
  };
}

function traitsFrom(bins: readonly number[]): Traits {
  const [age = 0, onSite = -1, away = -1, tap = -1, later = -1] = bins;
  return { age, onSite, away, tap, later };
}
