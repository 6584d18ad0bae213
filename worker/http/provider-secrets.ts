import type { Context } from 'hono';
import { secretAllowed } from '../config.ts';
import type { SiteSnapshot } from '../domain/site-snapshot.ts';
import { unseal } from '../keys/seal.ts';
import type { Services } from '../services.ts';
import type { App } from './app-env.ts';

/** By provider: opened once for each snapshot that was read, and forgotten with it. */
const opened = new WeakMap<SiteSnapshot, Map<string, readonly string[]>>();

/** Under what a provider's API keys are kept beside the secrets: no provider has a name like it. */
export function apiKeysOf(provider: string): string {
  return `${provider}/api`;
}

/** The secrets that a site shares with a provider; several are active during a rotation. */
export async function providerSecrets(
  c: Context<App>,
  site: SiteSnapshot,
  provider: string,
): Promise<readonly string[]> {
  const known = opened.get(site)?.get(provider);
  if (known !== undefined) return known;
  const secrets = await openSecrets(c.var.services, site, provider);
  opened.set(site, (opened.get(site) ?? new Map()).set(provider, secrets));
  return secrets;
}

async function openSecrets(
  { keyring, runtime }: Pick<Services, 'keyring' | 'runtime'>,
  site: SiteSnapshot,
  provider: string,
): Promise<string[]> {
  const key = await keyring.sealing('credential-seal', site.id);
  const secrets = await Promise.all(
    (site.credentials[provider] ?? []).map((sealed) => unseal(key, sealed)),
  );
  return secrets.flatMap((secret) =>
    secret !== undefined && secretAllowed(secret, runtime) ? [secret] : [],
  );
}
