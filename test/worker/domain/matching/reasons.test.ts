import { describe, expect, it } from 'vitest';
import type { Known } from '../../../../worker/domain/matching/gather-evidence.ts';
import { reasonsFor } from '../../../../worker/domain/matching/reasons.ts';
import type { Verdict } from '../../../../worker/domain/matching/verdict.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../../worker/domain/time.ts';
import { earlierCall, gone, holder, known, NOW, OTHER_NUMBER, rung } from './make-call.ts';

const accused = (visitorId: string, probability: number, source = 'google') => ({
  visitorId,
  sessionId: `${visitorId} 1`,
  source,
  device: null,
  probability,
});
const adas: Verdict = {
  band: 'high',
  candidates: [accused('ada', 0.97)],
  unseen: 0,
  unseenSources: {},
  stranger: 0.03,
  source: null,
};
const reasons = (all: Known, verdict = adas) => reasonsFor(rung(), all, verdict);
const bob = (ago: number) => gone(ago, { visitorId: 'bob' });

describe('how many were shown the number', () => {
  it.each<[string, Known]>([
    ['Only visitor who was shown this number.', known([holder()])],
    ['Only visitor who was shown this number.', known([holder(), gone(DAY, { sessionId: '0' })])],
    ['Only visitor who was shown this number in the last hour.', known([holder(), bob(2 * HOUR)])],
    ['2 visitors were shown this number in the last hour.', known([holder(), bob(HOUR)])],
    ['Only visitor who was shown this number in the last day.', known([gone(DAY), bob(DAY + 1)])],
    ['2 visitors were shown this number in the last day.', known([gone(DAY), bob(2 * HOUR)])],
    [
      '2 visitors were shown this number, none of them in the last day.',
      known([gone(2 * DAY), bob(3 * DAY)]),
    ],
  ])('%s', (told, all) => {
    expect(reasons(all)[0]).toBe(told);
  });

  it('does not take whoever was there for the one who called', () => {
    const back = { ofCaller: [earlierCall('ada', HOUR)] };
    expect(reasons(known([gone(2 * HOUR), bob(MINUTE)], back))[0]).toBe(
      'Another visitor was shown this number in the last hour.',
    );
    expect(reasons(known([gone(2 * DAY), bob(2 * HOUR)], back))[0]).toBe(
      'Another visitor was shown this number in the last day.',
    );
  });

  it('counts those who are not told apart', () => {
    const earlier = [0, 1_000.4, 2];
    expect(reasons(known([gone(2 * DAY)], { earlier }))[0]).toBe(
      '1003 visitors were shown this number, none of them in the last day.',
    );
    expect(reasons(known([gone(HOUR)], { earlier }))[0]).toBe(
      'Only visitor who was shown this number in the last hour.',
    );
  });
});

describe('what the visitor did', () => {
  it.each([
    [400, '0 seconds'],
    [SECOND, '1 second'],
    [4.4 * SECOND, '4 seconds'],
    [119 * SECOND, '119 seconds'],
    [2 * MINUTE, '2 minutes'],
    [9.6 * MINUTE, '10 minutes'],
  ])('tapped the number %d ms before', (since, told) => {
    expect(reasons(known([holder({ tappedAt: NOW - since })]))[1]).toBe(
      `Tapped the number ${told} before the call.`,
    );
  });

  it('is not told of a tap long ago, or one after the call began', () => {
    for (const tappedAt of [NOW - 11 * MINUTE, NOW + SECOND]) {
      expect(reasons(known([holder({ tappedAt })]))[1]).toBe('On the site at the time.');
    }
  });

  it.each([
    [2 * HOUR, '2 hours'],
    [47.4 * HOUR, '47 hours'],
    [2 * DAY, '2 days'],
    [12 * DAY, '12 days'],
  ])('left %d ms before', (since, told) => {
    const left = holder({ startedAt: NOW - 20 * DAY, lastSeenAt: NOW - since, left: true });
    expect(reasons(known([left]))[1]).toBe(`Left ${told} before the call.`);
  });

  it('was last seen then, where nobody heard them go', () => {
    const silent = (since: number) => known([holder({ lastSeenAt: NOW - since })]);
    expect(reasons(silent(3 * MINUTE))[1]).toBe('On the site at the time.');
    expect(reasons(silent(4 * MINUTE))[1]).toBe('Last seen 4 minutes before the call.');
  });

  it('had been shown another number since', () => {
    const moved = (movedOnAt: number) => known([gone(HOUR, { movedOnAt })]);
    expect(reasons(moved(NOW))[2]).toBe('Had been shown another number since.');
    expect(reasons(moved(NOW + 1))).toHaveLength(2);
  });

  it('is told of their latest session', () => {
    const sessions = [gone(DAY, { sessionId: 'ada 0' }), holder()];
    expect(reasons(known(sessions))[1]).toBe('On the site at the time.');
    expect(reasons(known(sessions.toReversed()))[1]).toBe('On the site at the time.');
  });
});

describe('what the phone says', () => {
  it('is that they gave its number, whatever was made of its calls before', () => {
    const ofCaller = [earlierCall('bob', HOUR)];
    const given = known([holder()], { ofCaller, givenBy: 'ada' });
    expect(reasons(given)[2]).toBe('Gave the number of this phone on the site.');
    expect(reasons({ ...given, givenBy: 'bob' })[2]).toBe(
      'The same phone called before, for another visit.',
    );
  });

  const said = (...ofCaller: Known['ofCaller']) => reasons(known([holder()], { ofCaller }))[2];

  it('is nothing where it never called', () => {
    expect(said()).toBeUndefined();
  });

  it('is that it called for no visit, as far as that was told', () => {
    const forNone = earlierCall('bob', HOUR, { suspects: [], stranger: 1 });
    expect(said(forNone)).toBe('The same phone called before, most likely for no visit.');
    expect(said(forNone, earlierCall('bob', DAY))).toBe(
      'The same phone called before, for another visit.',
    );
  });

  it('is that it called for this visitor, another one, or on two numbers', () => {
    expect(said(earlierCall('ada', HOUR))).toBe(
      'The same phone had called before, for this visitor.',
    );
    expect(said(earlierCall('bob', HOUR))).toBe('The same phone called before, for another visit.');
    expect(said(earlierCall('ada', HOUR, { number: OTHER_NUMBER }))).toBe(
      'The same phone had called another number of the site that this visitor was shown.',
    );
  });
});

describe('a source that is sure', () => {
  it('is named, with how sure it is', () => {
    const verdict: Verdict = {
      band: 'source',
      candidates: [accused('ada', 0.5), accused('bob', 0.465), accused('eve', 0.005, 'bing')],
      unseen: 0,
      unseenSources: {},
      stranger: 0.03,
      source: 'google',
    };
    expect(reasons(known([holder(), bob(MINUTE)]), verdict).at(-1)).toBe(
      'Who it was is open, the source is not: 97 % google.',
    );
  });
});

describe('a call that no visit caused', () => {
  const nobodys: Verdict = { ...adas, band: 'unattributed', stranger: 0.905 };

  it('says so, and that nobody was there', () => {
    expect(reasons(known([gone(5 * DAY)]), nobodys)).toEqual([
      'Most likely no visit caused this call (91 %): none of the visitors who were shown the number was there recently enough.',
    ]);
  });

  it('says so of a phone that called before for a visit of long ago', () => {
    const all = known([gone(20 * DAY)], { ofCaller: [earlierCall('ada', 20 * DAY)] });
    expect(reasons(all, nobodys)[0]).toContain('none of the visitors');
  });

  it('says so of a phone that called before for no visit', () => {
    const ofCaller = [earlierCall('ada', HOUR, { suspects: [], stranger: 0.9 })];
    expect(reasons(known([holder()], { ofCaller }), nobodys)).toEqual([
      'Most likely no visit caused this call (91 %): the same phone had called this number before, and no visit explained that either.',
    ]);
  });
});
