import type { Match } from '../matching/match.ts';
import { type CallRange, callRange } from './call-range.ts';
import { type CreditMode, creditBySource } from './credit-call.ts';

/** What a source is credited with; `source` null: no visit, or nobody knows. */
export type SourceCredit = {
  readonly source: string | null;
  readonly calls: number;
  /** How many calls it truly was, nine times in ten, by the probabilities of the matches. */
  readonly interval: CallRange;
};

/** Calls by source, added up one by one. */
export class SourceCredits {
  readonly #mode: CreditMode;
  readonly #calls = new Map<string | null, number>();
  /** Of each source its share of every call that may be its. */
  readonly #shares = new Map<string | null, number[]>();

  constructor(mode: CreditMode) {
    this.#mode = mode;
  }

  /** @param match as it is told. */
  add(match: Match): void {
    for (const [source, share] of creditBySource(match, this.#mode)) {
      this.#calls.set(source, (this.#calls.get(source) ?? 0) + share);
    }
    for (const [source, share] of creditBySource(match, 'expected')) {
      const shares = this.#shares.get(source) ?? [];
      this.#shares.set(source, shares);
      shares.push(share);
    }
  }

  /** Most calls first; every source that may have brought one. */
  all(): SourceCredit[] {
    return [...this.#shares]
      .map(([source, shares]) => ({
        source,
        calls: this.#calls.get(source) ?? 0,
        interval: callRange(shares),
      }))
      .sort((a, b) => b.calls - a.calls || ((a.source ?? '') < (b.source ?? '') ? -1 : 1));
  }
}
