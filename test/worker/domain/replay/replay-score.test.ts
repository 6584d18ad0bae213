import { describe, expect, it } from 'vitest';
import type { MatchBand, Verdict } from '../../../../worker/domain/matching/verdict.ts';
import { seededRandom } from '../../../../worker/domain/replay/random.ts';
import { ReplayScore, type Truth } from '../../../../worker/domain/replay/replay-score.ts';

/** Candidates by name; each visitor comes from the source of their own name, unless another is named. */
function verdict(
  band: MatchBand,
  probabilities: Readonly<Record<string, number>>,
  change: Partial<Verdict> = {},
): Verdict {
  const candidates = Object.entries(probabilities).map(([visitorId, probability]) => ({
    visitorId,
    sessionId: `session of ${visitorId}`,
    source: visitorId,
    device: null,
    probability,
  }));
  const told = candidates.reduce((sum, { probability }) => sum + probability, 0);
  return {
    band,
    candidates,
    unseen: 0,
    unseenSources: {},
    stranger: 1 - told,
    source: null,
    ...change,
  };
}

const by = (cause: string, source = cause): Truth => ({ cause, source });
const NOBODY: Truth = { cause: null, source: null };

function score(calls: readonly (readonly [Verdict, Truth | null])[], warmUp = 0) {
  const total = new ReplayScore(warmUp);
  for (const [said, truth] of calls) total.addCall(said, truth);
  return total.figures();
}

describe('what a policy says is held against the truth', () => {
  it('a match is right where the best visitor is the one who called', () => {
    const { matched } = score([
      [verdict('certain', { a: 1 }), by('a')],
      [verdict('ambiguous', { a: 0.6, b: 0.4 }), by('b')],
      [verdict('ambiguous', { a: 0.6, b: 0.4 }), NOBODY],
      [verdict('unattributed', {}), by('a')],
    ]);
    expect(matched).toEqual({ share: 0.75, correct: 0.25 });
  });

  it('nobody is stated where no visit has a probability of one half or more', () => {
    const { matched } = score([
      [verdict('unattributed', { a: 0.5 }), by('a')],
      [verdict('ambiguous', { a: 0.51 }), by('a')],
    ]);
    expect(matched).toEqual({ share: 0.5, correct: 0.5 });
  });

  it('the first three bands are right in the visitor, source in the source, unattributed in nobody', () => {
    const { bands } = score([
      [verdict('certain', { a: 1 }), by('a')],
      [verdict('high', { a: 0.96 }), by('a')],
      [verdict('high', { a: 0.96 }), by('b')],
      [verdict('ambiguous', { a: 0.6, b: 0.4 }), by('b')],
      [verdict('source', { a: 0.5, b: 0.5 }, { source: 'x' }), by('b', 'x')],
      [verdict('source', { a: 0.5, b: 0.5 }, { source: 'x' }), by('a', 'y')],
      [verdict('unattributed', {}), NOBODY],
      [verdict('unattributed', {}), by('a')],
    ]);
    expect(bands).toEqual({
      certain: { share: 1 / 8, precision: 1 },
      high: { share: 2 / 8, precision: 0.5 },
      ambiguous: { share: 1 / 8, precision: 0 },
      source: { share: 2 / 8, precision: 0.5 },
      unattributed: { share: 2 / 8, precision: 0.5 },
    });
  });

  it('calibration: how far apart claims and truth are, bin by bin', () => {
    const { calibrationError } = score([
      // Bin from 0.9: 1.95 claimed, 1 right.
      [verdict('certain', { a: 1 }), by('a')],
      [verdict('high', { a: 0.95 }), by('b')],
      // Bin from 0.6: 1.2 claimed, 1 right.
      [verdict('ambiguous', { a: 0.6 }), by('a')],
      [verdict('ambiguous', { a: 0.6 }), by('b')],
      // No candidate claims nothing.
      [verdict('unattributed', {}), by('b')],
    ]);
    expect(calibrationError).toBeCloseTo((0.95 + 0.2) / 5, 10);
  });

  it('source totals: half of what the sources have too much and too little, no visit among them', () => {
    const { sourceTotals } = score([
      [verdict('ambiguous', { a: 0.6, b: 0.3 }), by('a')],
      [verdict('ambiguous', { a: 0.6, b: 0.3 }), by('b')],
    ]);
    // Stated: two for a; true: one for each.
    expect(sourceTotals.bestError).toBeCloseTo(1 / 2, 10);
    // By probabilities 1.2 for a, 0.6 for b and 0.2 for nobody.
    expect(sourceTotals.expectedError).toBeCloseTo((0.2 + 0.4 + 0.2) / 2 / 2, 10);
  });

  it('errors of one source are made up for by another call of it', () => {
    const { sourceTotals } = score([
      [verdict('certain', { a: 1 }), by('b')],
      [verdict('certain', { b: 1 }), by('a')],
    ]);
    expect(sourceTotals).toEqual({ expectedError: 0, bestError: 0 });
  });

  it('a source that is called like no visit is not taken for it', () => {
    const { sourceTotals } = score([[verdict('certain', { 'no visit': 1 }), NOBODY]]);
    expect(sourceTotals.bestError).toBe(1);
  });
});

describe('by chance', () => {
  it('nothing is off where all is sure', () => {
    const { byChance } = score([[verdict('certain', { a: 1 }), by('a')]]);
    expect(byChance).toEqual({ calibrationError: 0, expectedError: 0 });
  });

  it('errors are what they come to where every probability is right', () => {
    const random = seededRandom(7);
    const sums = { error: 0, chance: 0, credit: 0, creditChance: 0 };
    for (let trial = 0; trial < 300; trial++) {
      const figures = score(
        Array.from({ length: 200 }, () => {
          const a = 0.5 + 0.5 * random();
          const cause = random() < a ? 'a' : 'b';
          return [verdict('ambiguous', { a, b: 1 - a }), by(cause)] as const;
        }),
      );
      sums.error += figures.calibrationError ?? 0;
      sums.chance += figures.byChance.calibrationError ?? 0;
      sums.credit += figures.sourceTotals.expectedError ?? 0;
      sums.creditChance += figures.byChance.expectedError ?? 0;
    }
    expect(sums.error / sums.chance).toBeCloseTo(1, 1);
    expect(sums.credit / sums.creditChance).toBeCloseTo(1, 1);
  });
});

it('the first calls do not count where so many are a warm-up', () => {
  const wrong = [verdict('certain', { a: 1 }), by('b')] as const;
  const right = [verdict('certain', { a: 1 }), by('a')] as const;
  expect(score([wrong, wrong, right], 2)).toEqual(score([right]));
});

it('a call of which nobody knows who made it counts, and is neither right nor wrong', () => {
  const { calls, bands, matched, calibrationError, sourceTotals } = score([
    [verdict('certain', { a: 1 }), by('a')],
    [verdict('certain', { a: 1 }), null],
    [verdict('unattributed', {}), null],
  ]);
  expect(calls).toBe(3);
  expect(bands.certain).toEqual({ share: 2 / 3, precision: 1 });
  expect(bands.unattributed).toEqual({ share: 1 / 3, precision: null });
  expect(matched).toEqual({ share: 2 / 3, correct: 1 });
  expect(calibrationError).toBe(0);
  expect(sourceTotals).toEqual({ expectedError: 0, bestError: 0 });
});

it('where nothing happened there is nothing to say', () => {
  const nothing = { share: 0, precision: null };
  expect(score([])).toEqual({
    visitors: 0,
    ownShare: null,
    calls: 0,
    bands: {
      certain: nothing,
      high: nothing,
      ambiguous: nothing,
      source: nothing,
      unattributed: nothing,
    },
    matched: { share: null, correct: null },
    calibrationError: null,
    sourceTotals: { expectedError: null, bestError: null },
    byChance: { calibrationError: null, expectedError: null },
  });
});
