import { expect, it } from 'vitest';
import { gatherEvidence } from '../../../../worker/domain/matching/gather-evidence.ts';
import { learnCurve } from '../../../../worker/domain/matching/learn-curve.ts';
import { PRIOR_CURVE } from '../../../../worker/domain/matching/prior-curve.ts';
import {
  recallEvidence,
  storeEvidence,
} from '../../../../worker/domain/matching/stored-evidence.ts';
import { HOUR, MINUTE } from '../../../../worker/domain/time.ts';
import { furthest } from './any-curve.ts';
import { earlierCall, gone, holder, known, rung } from './make-call.ts';
import { experienceOf, playSite } from './play-site.ts';

const evidence = gatherEvidence(
  rung(),
  known(
    [holder(), gone(HOUR, { visitorId: 'bob', source: 'bing' }), gone(HOUR, { sessionId: '0' })],
    {
      earlier: [1.23456, 0],
      ofCaller: [earlierCall('ada', HOUR, { stranger: 0.5 })],
    },
  ),
  PRIOR_CURVE,
);

it('what is kept does not tell who it was', () => {
  const kept = JSON.stringify(storeEvidence(evidence));
  expect(JSON.stringify(evidence)).toContain('ada');
  expect(kept).not.toMatch(/ada|bob/);
});

it('what is kept is each visit of each visitor, by source and bins', () => {
  const { sources, visits, ...kept } = storeEvidence(evidence);
  expect(visits.map(([source]) => sources[source as number]).sort()).toEqual([
    'bing',
    'google',
    'google',
  ]);
  expect(visits.map((visit) => visit.slice(2))).toEqual(
    evidence.suspects.flatMap(({ traits }) =>
      traits.map(({ age, onSite, away, tap, later }) => [age, onSite, away, tap, later]),
    ),
  );
  expect(kept).toMatchObject({ cell: evidence.cell, earlier: [1.23, 0] });
});

it('what is kept says on what the visits were made, as far as that is known', () => {
  const visitors = [
    holder({ device: 'mobile' }),
    holder({ visitorId: 'bob', device: 'desktop' }),
    holder({ visitorId: 'eve' }),
  ];
  const kept = storeEvidence(gatherEvidence(rung(), known(visitors), PRIOR_CURVE));
  const devices = recallEvidence(kept).suspects.map(({ device }) => device);
  expect(devices).toEqual(['mobile', 'desktop', null]);
});

it('what was kept before devices were asked for tells none', () => {
  const { devices, ...kept } = storeEvidence(evidence);
  expect(devices).toEqual([]);
  expect(recallEvidence(kept).suspects.map(({ device }) => device)).toEqual([null, null, null]);
});

it('what goes on from earlier calls is kept, whoever it goes on from', () => {
  const all = evidence.suspects.reduce(
    (sum, { redials }) => sum + redials,
    evidence.unseenRedials + evidence.stranger.redials,
  );
  const recalled = recallEvidence(storeEvidence(evidence));
  expect(recalled.stranger.redials / all).toBeCloseTo(1, 2);
  expect(all).toBeGreaterThan(evidence.stranger.redials);
});

it('about the same is learned from it', () => {
  const experience = experienceOf(
    playSite({
      visits: 1_000,
      every: 4 * MINUTE,
      numbers: 10,
      wrong: 10,
      tapShare: 0.3,
      source: (random) => (random() < 0.5 ? 'ads' : 'mail'),
      device: (random) => (random() < 0.5 ? 'mobile' : 'desktop'),
      callAt: (random, { startedAt }) => (random() < 0.1 ? startedAt + random() * HOUR : null),
    }),
  );
  const calls = experience.calls.map(storeEvidence).map(recallEvidence);
  const other = learnCurve({ ...experience, calls });
  expect(furthest(other, learnCurve(experience))).toBeLessThan(0.01);
});
