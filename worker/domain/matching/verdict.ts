import type { Device } from '../visits/device.ts';
import type { Evidence } from './evidence.ts';
import { type Times, timesOf } from './times.ts';
import type { Weights } from './weigh.ts';

/** How sure a match is: `certain` from 0.99, `high` from 0.95, `ambiguous` below. */
export type MatchBand = 'certain' | 'high' | 'ambiguous' | 'source' | 'unattributed';

const CERTAIN = 0.99;
const HIGH = 0.95;
/** From here on it is likelier than not that no visit caused the call: no visitor is stated. */
export const NOBODY = 0.5;

/** A visitor who may have called. */
export type Accused = {
  readonly visitorId: string;
  readonly sessionId: string;
  readonly source: string;
  readonly device: Device | null;
  readonly probability: number;
};

/** Who called, as far as can be told: `candidates`, `unseen` and `stranger` add up to 1. */
export type Verdict = {
  readonly band: MatchBand;
  /** Likeliest first. */
  readonly candidates: readonly Accused[];
  /** A visitor of so long ago that they are not told apart. */
  readonly unseen: number;
  /** Where that visitor came from, as far as it is `unseen`. */
  readonly unseenSources: Readonly<Record<string, number>>;
  /** Somebody whom no visit brought. */
  readonly stranger: number;
  /** In the band `source`: the source. */
  readonly source: string | null;
};

export function judge({ suspects }: Evidence, weights: Weights, times: Times): Verdict {
  const share = (weight: number) => (weights.total > 0 ? weight / weights.total : 0);
  const candidates = suspects
    .map(({ visitorId, sessionId, source, device }, index) => ({
      visitorId,
      sessionId,
      source,
      device,
      probability: share(weights.suspects[index] ?? 0),
    }))
    .sort((a, b) => b.probability - a.probability || (a.sessionId < b.sessionId ? 1 : -1));
  const unseen = share(weights.earlier);
  const stranger = weights.total > 0 ? share(weights.stranger) : 1;
  const unseenSources = spread(unseen, candidates, times);
  const sure = surestSource({ candidates, unseenSources });
  const band = bandOf(candidates[0]?.probability ?? 0, stranger, sure?.share ?? 0);
  const source = band === 'source' && sure ? sure.source : null;
  return { band, candidates, unseen, unseenSources, stranger, source };
}

function bandOf(best: number, stranger: number, source: number): MatchBand {
  if (best >= CERTAIN) return 'certain';
  if (best >= HIGH) return 'high';
  if (stranger >= NOBODY) return 'unattributed';
  return source >= HIGH ? 'source' : 'ambiguous';
}

/** How likely each source is to have brought the call. */
export function sourceShares({
  candidates,
  unseenSources,
}: Pick<Verdict, 'candidates' | 'unseenSources'>): ReadonlyMap<string, number> {
  const shares = new Map<string, number>(Object.entries(unseenSources));
  for (const { source, probability } of candidates) {
    shares.set(source, (shares.get(source) ?? 0) + probability);
  }
  return shares;
}

/** Whoever is not told apart came from where the others did, and calls as often as those do. */
function spread(
  unseen: number,
  candidates: readonly Accused[],
  times: Times,
): Record<string, number> {
  if (unseen === 0) return {};
  const weights = new Map<string, number>();
  for (const candidate of candidates) {
    const { source } = candidate;
    weights.set(source, (weights.get(source) ?? 0) + timesOf(times, candidate));
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return Object.fromEntries(
    [...weights].map(([source, weight]) => [source, (unseen * weight) / total]),
  );
}

function surestSource(verdict: Pick<Verdict, 'candidates' | 'unseenSources'>) {
  return [...sourceShares(verdict)]
    .map(([source, share]) => ({ source, share }))
    .sort((a, b) => b.share - a.share || (a.source < b.source ? -1 : 1))[0];
}
