import { describe, expect, it } from 'vitest';
import type { Curve } from '../../../../worker/domain/matching/curve.ts';
import { learnCurve } from '../../../../worker/domain/matching/learn-curve.ts';
import { matchCall } from '../../../../worker/domain/matching/match-call.ts';
import { PRIOR_CURVE } from '../../../../worker/domain/matching/prior-curve.ts';
import { HOUR, MINUTE } from '../../../../worker/domain/time.ts';
import {
  type Behaviour,
  callsAfter,
  experienceOf,
  knownOf,
  type Played,
  playSite,
} from './play-site.ts';

describe('matches by a curve that was learned on the site', () => {
  /** Half of them soon, half within hours; numbers are leased again while they may still ring. */
  const behaviour: Partial<Behaviour> = {
    numbers: 500,
    callAt: (random, stay) => callsAfter(random() < 0.5 ? 3 * MINUTE : 5 * HOUR)(random, stay),
  };
  const later = playSite(behaviour, 2);
  const learned = rightness(later, learnCurve(experienceOf(playSite(behaviour))));
  const believed = rightness(later, PRIOR_CURVE);

  it('are right about as often as they say', () => {
    expect(learned.error).toBeLessThan(0.08);
  });

  it('are right about as often as by what is believed at first, and know it better', () => {
    // Whoever calls after a day may as well be somebody whom no visit brought, and is not named any more.
    expect(learned.right).toBeGreaterThan(believed.right - 0.02);
    expect(learned.error).toBeLessThan(believed.error / 2);
  });

  it('are certain of some, and right about these', () => {
    expect(learned.certain).toBeGreaterThan(0.2);
    expect(learned.certainRight).toBeGreaterThan(0.99);
  });
});

/** How often matches are right, and how far that is from what they say: over ten bins of confidence. */
function rightness(played: Played, curve: Curve) {
  const matches = played.calls.map((call) => {
    const { match } = matchCall(call, knownOf(played, call), curve);
    const { confidence: said, band } = match;
    const best = match.sessionId === null ? undefined : match.candidates[0]?.visitorId;
    return { said, band, right: best !== undefined && best === call.cause ? 1 : 0 };
  });
  const share = (of: number) => of / matches.length;
  const errors = Array.from({ length: 10 }, (_, bin) =>
    matches
      .filter(({ said }) => Math.min(9, Math.floor(10 * said)) === bin)
      .reduce((sum, { said, right }) => sum + said - right, 0),
  );
  const certain = matches.filter(({ band }) => band === 'certain');
  const count = (some: typeof matches) => some.reduce((sum, { right }) => sum + right, 0);
  return {
    right: share(count(matches)),
    error: share(errors.reduce((sum, error) => sum + Math.abs(error), 0)),
    certain: share(certain.length),
    certainRight: count(certain) / certain.length,
  };
}
