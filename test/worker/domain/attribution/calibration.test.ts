import { describe, expect, it } from 'vitest';
import { calibrationOf } from '../../../../worker/domain/attribution/calibration.ts';
import {
  type Match,
  matchStaticNumber,
  unattributed,
} from '../../../../worker/domain/matching/match.ts';

const ada = { sessionId: 'ada', visitorId: 'a', source: 'google / cpc' };
const adaLater = { ...ada, sessionId: 'ada later' };
const bob = { sessionId: 'bob', visitorId: 'b', source: 'google / cpc' };
const eve = { sessionId: 'eve', visitorId: 'e', source: 'poster / print' };

const high: Match = {
  ...unattributed('Made up.'),
  sessionId: 'ada',
  band: 'high',
  confidence: 0.96,
  candidates: [{ ...ada, probability: 0.96 }],
  noVisit: 0.04,
};
const source: Match = {
  ...high,
  band: 'source',
  confidence: 0.5,
  candidates: [
    { ...ada, probability: 0.5 },
    { ...bob, probability: 0.47 },
  ],
  noVisit: 0.03,
};
const nobody: Match = { ...unattributed('Made up.'), noVisit: 0.8 };

const judged = (match: Match, session: typeof ada | null) => ({
  match,
  correction: { session, at: 1 },
});
const bandOf = (band: string, ...calls: ReturnType<typeof judged>[]) =>
  calibrationOf(calls).bands.find((each) => each.band === band);

describe('of the calls that the owner said something of', () => {
  it('a visitor was named rightly or wrongly, whichever of their sessions it was', () => {
    const calls = [
      judged(high, ada),
      judged(high, adaLater),
      judged(high, bob),
      judged(high, null),
    ];
    expect(bandOf('high', ...calls)).toEqual({
      band: 'high',
      calls: 4,
      confidence: expect.closeTo(0.96),
      right: 0.5,
    });
  });

  it('a source was named rightly, whichever of its visitors it was', () => {
    const calls = [judged(source, bob), judged(source, eve)];
    expect(bandOf('source', ...calls)).toMatchObject({
      confidence: expect.closeTo(0.97),
      right: 0.5,
    });
  });

  it('nobody was named rightly where no visit had to do with it', () => {
    const calls = [judged(nobody, null), judged(nobody, ada)];
    expect(bandOf('unattributed', ...calls)).toMatchObject({
      confidence: expect.closeTo(0.8),
      right: 0.5,
    });
  });

  it('all bands are summed up', () => {
    const { total } = calibrationOf([judged(high, ada), judged(nobody, ada)]);
    expect(total).toEqual({ calls: 2, confidence: expect.closeTo(0.88), right: 0.5 });
  });
});

it('other calls, and those to static numbers, say nothing', () => {
  const poster = matchStaticNumber({ label: 'Poster', source: null, medium: null, campaign: null });
  const { total } = calibrationOf([{ match: high, correction: null }, judged(poster, ada)]);
  expect(total).toEqual({ calls: 0, confidence: null, right: null });
});
