import { expect, it } from 'vitest';
import { findProvider, providers } from '../../../worker/telephony/registry.ts';

it('names every provider as the provider names itself', () => {
  for (const [name, provider] of Object.entries(providers)) expect(provider.id).toBe(name);
});

it.each(['', 'nobody', 'constructor', '__proto__', 'toString'])('does not know %j', (name) => {
  expect(findProvider(name)).toBeUndefined();
});

it('finds a provider by the name in its webhook URL', () => {
  expect(findProvider('twilio')).toBe(providers.twilio);
});
