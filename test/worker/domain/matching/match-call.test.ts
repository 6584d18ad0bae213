import { describe, expect, it } from 'vitest';
import type { Known } from '../../../../worker/domain/matching/gather-evidence.ts';
import { matchCall } from '../../../../worker/domain/matching/match-call.ts';
import { PRIOR_CURVE } from '../../../../worker/domain/matching/prior-curve.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../../worker/domain/time.ts';
import { earlierCall, gone, holder, known, NOW, OTHER_NUMBER, rung } from './make-call.ts';

/** By what is believed of a site of which nothing is known yet. */
const match = (all: Known, call = rung()) => matchCall(call, all, PRIOR_CURVE).match;
/** The same beliefs, of a site that has taken calls enough to be sure of them. */
const matchOnOldSite = (all: Known) => matchCall(rung(), all, { ...PRIOR_CURVE, calls: 200 }).match;
const chanceOf = (visitorId: string, all: Known, call = rung()) =>
  match(all, call).candidates.find((each) => each.visitorId === visitorId)?.probability ?? 0;

describe('a call moments after the number was tapped', () => {
  it('is certainly of whoever tapped it', () => {
    expect(match(known([holder({ tappedAt: NOW - 4 * SECOND })]))).toMatchObject({
      sessionId: 'ada 1',
      band: 'certain',
    });
  });

  it('is so although another visitor is on the site as well', () => {
    const bob = holder({ visitorId: 'bob' });
    expect(match(known([bob, holder({ tappedAt: NOW - 4 * SECOND })]))).toMatchObject({
      sessionId: 'ada 1',
      band: 'certain',
    });
  });

  it('is less surely so of the first of two who tapped it', () => {
    const ada = holder({ tappedAt: NOW - MINUTE });
    const bob = holder({ visitorId: 'bob', tappedAt: NOW - 4 * SECOND });
    expect(match(known([ada, bob])).sessionId).toBe('bob 1');
    expect(chanceOf('ada', known([ada, bob]))).toBeLessThan(0.1);
  });
});

describe('a call while one visitor alone holds the number', () => {
  it('is theirs, highly likely', () => {
    expect(match(known([holder()]))).toMatchObject({ sessionId: 'ada 1', band: 'high' });
  });

  it('is never called certain on a new site, however few others there are', () => {
    for (let ago = SECOND; ago < HOUR; ago *= 1.5) {
      expect(match(known([holder({ startedAt: NOW - ago })])).band).not.toBe('certain');
    }
  });

  it('may be certain once the site has had its first two hundred calls', () => {
    expect(matchOnOldSite(known([holder()])).band).toBe('certain');
  });
});

describe('a call when the only visitor has left', () => {
  const agos = [2, 5, 10, 20, 40, 80, 160, 320, 1_440, 7_200, 28_800].map((ago) => ago * MINUTE);
  const chances = agos.map((ago) => chanceOf('ada', known([gone(ago)])));

  it('is the less surely theirs the longer they are gone', () => {
    expect(chances).toEqual(chances.toSorted((a, b) => b - a));
    expect(new Set(chances).size).toBe(chances.length);
  });

  it('is highly likely theirs at first, then ambiguous, and nobody’s in the end', () => {
    const bandAt = (ago: number) => match(known([gone(ago)])).band;
    expect(bandAt(2 * MINUTE)).toBe('high');
    expect(bandAt(20 * MINUTE)).toBe('ambiguous');
    expect(bandAt(5 * DAY)).toBe('unattributed');
  });

  it('still names them where no visit is likelier, with no confidence', () => {
    const { sessionId, confidence, noVisit, candidates } = match(known([gone(5 * DAY)]));
    expect({ sessionId, confidence }).toEqual({ sessionId: null, confidence: 0 });
    expect(noVisit).toBeGreaterThan(0.5);
    expect(candidates).toMatchObject([{ sessionId: 'ada 1', visitorId: 'ada', source: 'google' }]);
  });
});

describe('a caller who rang before', () => {
  const ada = gone(2 * HOUR);
  const bob = holder({ visitorId: 'bob' });

  it('is who they were, although another visitor has the number by now', () => {
    expect(match(known([ada, bob])).sessionId).toBe('bob 1');
    const again = match(known([ada, bob], { ofCaller: [earlierCall('ada', HOUR)] }));
    expect(again).toMatchObject({ sessionId: 'ada 1', band: 'high' });
  });

  it('is near proof on another of the site’s numbers: few people were shown both', () => {
    const eve = gone(2 * HOUR, { visitorId: 'eve' });
    const before = earlierCall('ada', 3 * DAY, { number: OTHER_NUMBER });
    expect(chanceOf('ada', known([ada, eve]))).toBeLessThan(0.5);
    expect(chanceOf('ada', known([ada, eve], { ofCaller: [before] }))).toBeGreaterThan(0.95);
  });

  it('is matched to the newer of their sessions', () => {
    const older = gone(DAY, { sessionId: 'ada 0' });
    const newer = holder({ sessionId: 'ada 1' });
    const again = known([older, newer, bob], { ofCaller: [earlierCall('ada', 20 * HOUR)] });
    expect(match(again).sessionId).toBe('ada 1');
  });

  it('is nobody’s again where no visit explained the first call', () => {
    const wrongNumber = earlierCall('bob', HOUR, { suspects: [], stranger: 1 });
    expect(match(known([bob], { ofCaller: [wrongNumber] })).band).toBe('unattributed');
  });

  it('is no surer to be one visitor for the others not having been named', () => {
    const halfAdas = earlierCall('ada', HOUR, {
      suspects: [{ visitorId: 'ada', probability: 0.5 }],
    });
    const again = match(known([ada, bob], { ofCaller: [halfAdas] }));
    expect(again.candidates[0]?.visitorId).toBe('ada');
    expect(again.confidence).toBeLessThan(0.6);
    expect(again.unseen).toBeGreaterThan(0.4);
  });

  it('is not held to be who they were where that was open', () => {
    const open = earlierCall('ada', HOUR, {
      suspects: [
        { visitorId: 'ada', probability: 0.5 },
        { visitorId: 'eve', probability: 0.5 },
      ],
    });
    const eve = gone(2 * HOUR, { visitorId: 'eve' });
    const again = match(known([ada, bob, eve], { ofCaller: [open] }));
    expect(again.confidence).toBeLessThan(0.5);
    expect(again.candidates.slice(0, 2).map(({ visitorId }) => visitorId)).toEqual(['eve', 'ada']);
  });
});

describe('a number leased again while those before may still ring', () => {
  it('has several candidates, the one on the site first', () => {
    const holders = [gone(20 * MINUTE), holder({ visitorId: 'bob', source: 'bing' })];
    const { band, candidates } = match(known(holders));
    expect(band).toBe('ambiguous');
    expect(candidates.map(({ visitorId }) => visitorId)).toEqual(['bob', 'ada']);
    expect(candidates[1]?.probability).toBeGreaterThan(0.02);
  });

  it('leaves a visitor who was shown another number since little of it', () => {
    const bob = gone(20 * MINUTE, { visitorId: 'bob' });
    const stayed = known([gone(20 * MINUTE), bob]);
    const moved = known([gone(20 * MINUTE, { movedOnAt: NOW - MINUTE }), bob]);
    expect(chanceOf('ada', moved)).toBeLessThan(chanceOf('ada', stayed) / 10);
    const movesLater = known([gone(20 * MINUTE, { movedOnAt: NOW + MINUTE }), bob]);
    expect(chanceOf('ada', movesLater)).toBe(chanceOf('ada', stayed));
  });
});

describe('a call with many visitors in question', () => {
  const many = (sourceOf: (index: number) => string) =>
    known(
      Array.from({ length: 30 }, (_, index) =>
        gone(5 * MINUTE + index * 10 * SECOND, {
          visitorId: `visitor ${index}`,
          source: sourceOf(index),
        }),
      ),
    );

  it('is of their source where they agree', () => {
    const { band, confidence } = matchOnOldSite(many(() => 'google'));
    expect(band).toBe('source');
    expect(confidence).toBeLessThan(0.2);
  });

  it('is ambiguous where they do not', () => {
    expect(matchOnOldSite(many((index) => (index % 2 ? 'google' : 'bing'))).band).toBe('ambiguous');
  });

  it('lists two hundred at most, and says how likely it is one of the others', () => {
    const crowd = Array.from({ length: 300 }, (_, index) =>
      holder({ visitorId: `visitor ${index}`, sessionId: `session ${index}` }),
    );
    const { candidates, unseen, noVisit } = match(known(crowd));
    expect(candidates).toHaveLength(200);
    const listed = candidates.reduce((sum, { probability }) => sum + probability, 0);
    expect(unseen).toBeGreaterThan(0.1);
    expect(listed + unseen + noVisit).toBeCloseTo(1, 12);
  });

  it('counts visitors too many to be told apart', () => {
    const earlier = new Array<number>(36).fill(0).with(22, 1_000);
    expect(match(known([gone(HOUR)])).unseen).toBe(0);
    expect(match(known([gone(HOUR)], { earlier })).unseen).toBeGreaterThan(0.5);
  });
});

describe('a call whose caller withholds the number', () => {
  const ada = holder();
  const bob = holder({ visitorId: 'bob' });
  const withheld = rung({ caller: null });

  it('is weighed by what visitors did alone', () => {
    expect(match(known([ada]), withheld).candidates).toEqual(match(known([ada])).candidates);
  });

  it('is hardly spoken against by a call of the same visitor from a phone that showed it', () => {
    const shown = known([ada, bob], { ofOthers: [earlierCall('bob', MINUTE)] });
    expect(chanceOf('bob', shown, withheld)).toBeGreaterThan(
      chanceOf('bob', shown, rung({ caller: 'another phone' })),
    );
  });

  it('is perhaps the second one of somebody who withheld it before', () => {
    const before = [earlierCall('bob', MINUTE, { caller: null })];
    expect(chanceOf('bob', known([ada, bob], { ofOthers: before }), withheld)).toBeGreaterThan(
      chanceOf('bob', known([ada, bob]), withheld),
    );
  });
});

describe('calls that are explained already', () => {
  it('leave the next caller to those who have not called', () => {
    const holders = [holder(), holder({ visitorId: 'bob' })];
    const bobs = earlierCall('bob', MINUTE, { caller: 'another phone' });
    expect(chanceOf('ada', known(holders))).toBeLessThan(0.5);
    expect(chanceOf('ada', known(holders, { ofOthers: [bobs] }))).toBeGreaterThan(0.7);
  });

  it('count for as much as they are explained', () => {
    const holders = [holder(), holder({ visitorId: 'bob' })];
    const perhapsBobs = earlierCall('bob', MINUTE, {
      caller: 'another phone',
      suspects: [{ visitorId: 'bob', probability: 0.2 }],
    });
    const chance = chanceOf('ada', known(holders, { ofOthers: [perhapsBobs] }));
    expect(chance).toBeGreaterThan(chanceOf('ada', known(holders)));
    expect(chance).toBeLessThan(0.6);
  });
});

describe('a visitor who came from a source by the name of', () => {
  it.each(['constructor', '__proto__', 'toString', ''])('“%s” is like any other', (source) => {
    expect(match(known([holder({ source })])).confidence).toBe(match(known([holder()])).confidence);
  });
});

it('a call to a number that nobody was shown is nobody’s', () => {
  expect(match(known([]))).toMatchObject({
    sessionId: null,
    band: 'unattributed',
    noVisit: 1,
    reasons: ['No visitor had been shown this number by then.'],
  });
});
