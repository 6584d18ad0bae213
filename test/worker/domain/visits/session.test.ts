import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TouchParameters } from '../../../../snippet/contract/wire.ts';
import { MINUTE } from '../../../../worker/domain/time.ts';
import { type Session, sessionContinues } from '../../../../worker/domain/visits/session.ts';
import { touch } from './make-visit.ts';

/** 2025-11-25T14:00:00Z */
const NOON = 1_764_079_200_000;

function session(parameters: TouchParameters = {}): Session {
  return {
    id: 'session',
    visitorId: 'ada',
    view: 'view',
    startedAt: NOON - 60 * MINUTE,
    lastSeenAt: NOON,
    grade: 'own',
    touch: touch(parameters),
    place: { country: null, region: null },
    device: null,
    journey: [],
    numbers: {},
  };
}

describe('time', () => {
  it.each([
    [0, true],
    [29 * MINUTE, true],
    [30 * MINUTE - 1, true],
    [30 * MINUTE, false],
    [31 * MINUTE, false],
  ])('%d ms after the last activity a session continues: %s', (idle, continues) => {
    expect(sessionContinues(session(), touch(), NOON + idle)).toBe(continues);
  });

  it('that goes backwards ends no session', () => {
    fc.assert(
      fc.property(fc.nat(), (back) => {
        expect(sessionContinues(session(), touch(), NOON - back)).toBe(true);
      }),
    );
  });
});

describe('a page view', () => {
  const spring = { utm_source: 'news', utm_campaign: 'spring' };

  it.each<[string, TouchParameters, TouchParameters, boolean]>([
    ['without a campaign', spring, {}, true],
    [
      'from the campaign that began the session, as when a page is read again',
      spring,
      spring,
      true,
    ],
    ['from another campaign', spring, { ...spring, utm_campaign: 'autumn' }, false],
    ['from a campaign, in a session that began without one', {}, spring, false],
    ['from another click of the same campaign', { gclid: 'one' }, { gclid: 'two' }, false],
    ['that brings another referrer but no campaign', {}, { referrer: 'https://a.example/' }, true],
  ])('%s', (_name, began, arrives, continues) => {
    expect(sessionContinues(session(began), touch(arrives), NOON + MINUTE)).toBe(continues);
  });
});
