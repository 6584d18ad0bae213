import {
  type Accused,
  type MatchBand,
  NOBODY,
  sourceShares,
  type Verdict,
} from '../matching/verdict.ts';

/** How well a policy did, beside the truth. Shares and errors from 0 to 1; null where there was nothing to count. */
export type Figures = {
  readonly visitors: number;
  /** Of the sessions, those that began on a number nobody else used. */
  readonly ownShare: number | null;
  readonly calls: number;
  /** Every call is in one band; precision is how often what a band says is so, of the calls whose cause is known. */
  readonly bands: Readonly<
    Record<MatchBand, { readonly share: number; readonly precision: number | null }>
  >;
  /** Of all calls: those with a visitor stated, and those where it was the right one. */
  readonly matched: { readonly share: number | null; readonly correct: number | null };
  /** How far probabilities are from how often they come true. */
  readonly calibrationError: number | null;
  /** Share of the calls credited to a wrong source, by probabilities and by the best match of each call. */
  readonly sourceTotals: {
    readonly expectedError: number | null;
    readonly bestError: number | null;
  };
  /** What both would be on average were every probability right: of so few calls nothing smaller can be told. */
  readonly byChance: {
    readonly calibrationError: number | null;
    readonly expectedError: number | null;
  };
};

/** Who called: a visitor who had come from a source, or nobody who had visited. */
export type Truth =
  | { readonly cause: string; readonly source: string }
  | { readonly cause: null; readonly source: null };

const BANDS: readonly MatchBand[] = ['certain', 'high', 'ambiguous', 'source', 'unattributed'];
const BINS = 10;
/** Among the sources, the calls that no visit caused; no source is called so. */
const NO_VISIT = Symbol('no visit');
type BandCount = { calls: number; known: number; right: number };
type Column = string | typeof NO_VISIT;

/** Adds up what a policy says of calls, and how much of it is true. */
export class ReplayScore {
  #warmUp: number;
  #visitors = 0;
  #sessions = 0;
  #own = 0;
  #calls = 0;
  /** Calls of which it is known who made them: what is right is a share of these. */
  #known = 0;
  #matched = 0;
  #correct = 0;
  readonly #bands = new Map<MatchBand, BandCount>();
  readonly #bins = Array.from({ length: BINS }, () => ({
    claimed: 0,
    right: 0,
    chance: new Chance(),
  }));
  readonly #bestTotals = new Totals();
  readonly #expectedTotals = new Totals();
  /** By column, of what is credited to it. */
  readonly #creditChance = new Map<Column, Chance>();

  /** @param warmUp the first calls, which do not count. */
  constructor(warmUp = 0) {
    this.#warmUp = warmUp;
  }

  addVisitor(): void {
    this.#visitors += 1;
  }

  /** @param own whether it began on a number nobody else used. */
  addSession(own: boolean): void {
    this.#sessions += 1;
    if (own) this.#own += 1;
  }

  /** @param truth null where nobody knows it. */
  addCall(verdict: Verdict, truth: Truth | null): void {
    if (this.#warmUp > 0) {
      this.#warmUp -= 1;
      return;
    }
    const stated = statedBy(verdict);
    this.#calls += 1;
    if (stated) this.#matched += 1;
    const band = this.#bands.get(verdict.band) ?? { calls: 0, known: 0, right: 0 };
    this.#bands.set(verdict.band, band);
    band.calls += 1;
    if (truth === null) return;

    this.#known += 1;
    band.known += 1;
    if (isRight(verdict, truth)) band.right += 1;
    if (stated && stated.visitorId === truth.cause) this.#correct += 1;
    this.#addToBin(verdict, truth);
    const trueColumn = truth.cause === null ? NO_VISIT : truth.source;
    this.#bestTotals.add(stated?.source ?? NO_VISIT, 1);
    this.#bestTotals.add(trueColumn, -1);
    for (const [source, share] of sourceShares(verdict)) this.#credit(source, share);
    this.#credit(NO_VISIT, verdict.stranger);
    this.#expectedTotals.add(trueColumn, -1);
  }

  figures(): Figures {
    const calls = this.#calls;
    const known = this.#known;
    const bands = BANDS.map((name) => {
      const band = this.#bands.get(name) ?? { calls: 0, known: 0, right: 0 };
      const share = ratio(band.calls, calls) ?? 0;
      return [name, { share, precision: ratio(band.right, band.known) }] as const;
    });
    const apart = this.#bins.reduce((sum, bin) => sum + Math.abs(bin.claimed - bin.right), 0);
    return {
      visitors: this.#visitors,
      ownShare: ratio(this.#own, this.#sessions),
      calls,
      bands: Object.fromEntries(bands) as Figures['bands'],
      matched: { share: ratio(this.#matched, calls), correct: ratio(this.#correct, known) },
      calibrationError: ratio(apart, known),
      sourceTotals: {
        expectedError: ratio(this.#expectedTotals.misplaced(), known),
        bestError: ratio(this.#bestTotals.misplaced(), known),
      },
      byChance: {
        calibrationError: ratio(
          this.#bins.reduce((sum, { chance }) => sum + chance.apart(), 0),
          known,
        ),
        expectedError: ratio(
          [...this.#creditChance.values()].reduce((sum, chance) => sum + chance.apart(), 0) / 2,
          known,
        ),
      },
    };
  }

  #credit(column: Column, share: number): void {
    this.#expectedTotals.add(column, share);
    const chance = this.#creditChance.get(column) ?? new Chance();
    this.#creditChance.set(column, chance);
    chance.add(share);
  }

  /** The claim is that the best visitor called, as likely as it says; without one, that nobody did. */
  #addToBin({ candidates: [best] }: Verdict, { cause }: Truth): void {
    const claimed = best?.probability ?? 0;
    const bin = this.#bins[Math.min(BINS - 1, Math.floor(claimed * BINS))];
    if (bin === undefined) return;
    bin.claimed += claimed;
    bin.chance.add(claimed);
    if (best && best.visitorId === cause) bin.right += 1;
  }
}

/** The visitor who is said to have called. */
function statedBy({ candidates, stranger }: Verdict): Accused | undefined {
  return stranger < NOBODY ? candidates[0] : undefined;
}

function isRight({ band, candidates, source }: Verdict, truth: Truth): boolean {
  if (band === 'unattributed') return truth.cause === null;
  if (band === 'source') return truth.cause !== null && source === truth.source;
  return candidates[0] !== undefined && candidates[0].visitorId === truth.cause;
}

/** Calls credited to each source less those it really had. */
class Totals {
  readonly #credit = new Map<Column, number>();

  add(column: Column, calls: number): void {
    this.#credit.set(column, (this.#credit.get(column) ?? 0) + calls);
  }

  /** What one column has too much another has too little: half of both together. */
  misplaced(): number {
    return [...this.#credit.values()].reduce((sum, calls) => sum + Math.abs(calls), 0) / 2;
  }
}

/** How far a sum of things that come true with their probabilities is from what is expected of it. */
class Chance {
  #variance = 0;

  add(probability: number): void {
    this.#variance += probability * (1 - probability);
  }

  /** On average, by the normal distribution that such sums tend to. */
  apart(): number {
    return Math.sqrt((2 * this.#variance) / Math.PI);
  }
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
