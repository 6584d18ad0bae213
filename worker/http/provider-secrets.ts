import type { Context } from 'hono';
import { secretAllowed } from '../config.ts';
import type { SiteSnapshot } from '../domain/site-snapshot.ts';
import { unseal } from '../keys/seal.ts';
import type { App } from './app-env.ts';

/** Under what a provider's API keys are kept beside the secrets: no provider has a name like it. */
export function apiKeysOf(provider: string): string {
  return `${provider}/api`;
}

/** The secrets that a site shares with a provider; several are active during a rotation. */
export async function providerSecrets(
  c: Context<App>,
  site: SiteSnapshot,
  provider: string,
): Promise<string[]> {
  const { keyring, runtime } = c.var.services;
  const key = await keyring.sealing('credential-seal', site.id);
  const secrets = await Promise.all(
    (site.credentials[provider] ?? []).map((sealed) => unseal(key, sealed)),
  );
  return secrets.filter(
    (secret) => secret !== undefined && secretAllowed(secret, runtime),
  ) as string[];
}
