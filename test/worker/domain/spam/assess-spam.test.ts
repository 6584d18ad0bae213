import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessSpam, NOTHING_AGAINST } from '../../../../worker/domain/spam/assess-spam.ts';
import { USUAL_SPAM_THRESHOLD } from '../../../../worker/domain/spam/judge-spam.ts';
import type { SpamFacts } from '../../../../worker/domain/spam/spam-facts.ts';
import { ATTESTATIONS, anyFacts, facts } from './make-facts.ts';

const suspected = (change: Partial<SpamFacts>) =>
  assessSpam(facts(change)).score >= USUAL_SPAM_THRESHOLD;

it('finds nothing against an ordinary call', () => {
  expect(assessSpam(facts())).toEqual(NOTHING_AGAINST);
});

describe('nobody is suspected for', () => {
  it.each<[string, Partial<SpamFacts>]>([
    ['ringing six times in the hour', { callsInHour: 6 }],
    ['ringing four of the numbers', { numbersInDay: 4 }],
    ['hanging up at once three times', { shortCalls: [2, 3, 1] }],
    ['withholding the number', { withheld: true }],
    ['ringing from next door, by a gateway', { signs: ['neighbour'], attestation: 'C' }],
    ['a number that is in no list yet', { signs: ['invalid'] }],
  ])('%s', (_, change) => {
    expect(suspected(change)).toBe(false);
  });
});

describe('it is suspected', () => {
  it.each<[string, Partial<SpamFacts>]>([
    ['of who rings all the time', { callsInHour: 8 }],
    ['of who rings and hangs up, again and again', { callsInHour: 4, shortCalls: [1, 1, 1, 1] }],
    ['of who dials through the numbers', { numbersInDay: 6 }],
    ['of who shows the number dialled', { signs: ['itself'] }],
    ['of a forged number that nobody can have', { signs: ['invalid'], attestation: 'failed' }],
  ])('%s', (_, change) => {
    expect(suspected(change)).toBe(true);
  });
});

it('says why, what weighs most first', () => {
  const story = facts({ callsInHour: 7, shortCalls: [2, 3, 4], withheld: true, attestation: 'C' });
  expect(assessSpam(story)).toEqual({
    score: 0.89,
    reasons: [
      '7 calls in the last hour.',
      '3 calls of this caller lasted 3 seconds on average.',
      'The carrier could not vouch for the number.',
      'The caller withheld the number.',
    ],
  });
  expect(assessSpam(facts({ shortCalls: [1] })).reasons).toEqual([
    'A call of this caller lasted 1 second.',
  ]);
});

it('gives a score from 0 to 1, with reasons for all but 0', () => {
  fc.assert(
    fc.property(anyFacts, (given) => {
      const { score, reasons } = assessSpam(given);
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
      expect(reasons.length > 0).toBe(score > 0);
    }),
  );
});

it('never gives a lower score for more that speaks against a call', () => {
  const more = fc.record({
    withheld: fc.boolean(),
    signs: fc.uniqueArray(fc.constantFrom('itself', 'invalid', 'premium', 'neighbour')),
    attestation: fc.nat(ATTESTATIONS.length - 1),
    callsInHour: fc.nat(10),
    numbersInDay: fc.nat(10),
    shortCalls: fc.array(fc.nat(6), { maxLength: 5 }),
  });
  fc.assert(
    fc.property(anyFacts, more, (given, added) => {
      const rank = Math.max(ATTESTATIONS.indexOf(given.attestation), added.attestation);
      const worse = {
        withheld: given.withheld || added.withheld,
        signs: [...new Set([...given.signs, ...added.signs])],
        attestation: ATTESTATIONS[rank] ?? null,
        callsInHour: given.callsInHour + added.callsInHour,
        numbersInDay: given.numbersInDay + added.numbersInDay,
        shortCalls: [...given.shortCalls, ...added.shortCalls],
      };
      expect(assessSpam(worse).score).toBeGreaterThanOrEqual(assessSpam(given).score);
    }),
  );
});

it('does not mind the order in which things became known', () => {
  fc.assert(
    fc.property(anyFacts, (given) => {
      const turned = {
        ...given,
        signs: given.signs.toReversed(),
        shortCalls: given.shortCalls.toReversed(),
      };
      expect(assessSpam(turned).score).toBe(assessSpam(given).score);
    }),
  );
});
