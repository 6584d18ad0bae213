import { expect, it } from 'vitest';
import { signatureAdvice } from '../../../../worker/domain/health/signature-advice.ts';

it('names where the secret goes and where the provider is to ask', () => {
  const advice = signatureAdvice('twilio', 'shop');
  expect(advice).toContain('/api/v1/sites/shop/credentials/twilio');
  expect(advice).toContain('/v1/calls/twilio/shop');
});
