import { expect, it } from 'vitest';
import { DAY } from '../../../../worker/domain/time.ts';
import { signingSecrets } from '../../../../worker/domain/webhooks/signing-secrets.ts';

const NOW = 100 * DAY;
const made = (...daysAgo: number[]) => daysAgo.map((days) => ({ createdAt: NOW - days * DAY }));

it('the only secret signs for ever', () => {
  expect(signingSecrets(made(90), NOW)).toEqual(made(90));
});

it('a new one and the one before sign together for a day', () => {
  expect(signingSecrets(made(90, 0.5), NOW)).toEqual(made(0.5, 90));
});

it('after that day the new one signs alone', () => {
  expect(signingSecrets(made(90, 1), NOW)).toEqual(made(1));
});

it('never more than two sign', () => {
  expect(signingSecrets(made(0.1, 0.2, 0.3), NOW)).toEqual(made(0.1, 0.2));
});
