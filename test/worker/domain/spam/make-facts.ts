import fc from 'fast-check';
import type { SpamFacts } from '../../../../worker/domain/spam/spam-facts.ts';

/** Of an ordinary call. */
export function facts(change: Partial<SpamFacts> = {}): SpamFacts {
  return {
    withheld: false,
    signs: [],
    attestation: 'A',
    callsInHour: 1,
    numbersInDay: 1,
    shortCalls: [],
    ...change,
  };
}

/** How much each attestation says against a call, in order. */
export const ATTESTATIONS = [null, 'A', 'B', 'C', 'failed'] as const;

export const anyFacts: fc.Arbitrary<SpamFacts> = fc.record({
  withheld: fc.boolean(),
  signs: fc.uniqueArray(fc.constantFrom('itself', 'invalid', 'premium', 'neighbour')),
  attestation: fc.constantFrom(...ATTESTATIONS),
  callsInHour: fc.integer({ min: 1, max: 60 }),
  numbersInDay: fc.integer({ min: 0, max: 30 }),
  shortCalls: fc.array(fc.nat(6), { maxLength: 30 }),
});
