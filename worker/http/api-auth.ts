import type { Context } from 'hono';
import { secretAllowed } from '../config.ts';
import { siteOfApiKey } from '../db/queries/api-keys.ts';
import type { SiteSnapshot } from '../domain/site-snapshot.ts';
import { hashApiKey, sameSecret } from '../keys/api-key.ts';
import type { App } from './app-env.ts';
import { refuse } from './errors.ts';

/**
 * The site whose data the request may read: the one it names, if its API key is that site's; without a
 * name, the key's own.
 *
 * @throws Refusal `key_missing`, `key_unknown`, `site_unknown`, `site_forbidden`
 */
export async function readableSite(
  c: Context<App>,
  siteKey: string | undefined,
): Promise<SiteSnapshot> {
  const { d1, sites, runtime } = c.var.services;
  const key = requestKey(c) ?? refuse('key_missing');
  const admin = await isAdminKey(c, key);
  const own = secretAllowed(key, runtime)
    ? await siteOfApiKey(d1, await hashApiKey(key))
    : undefined;
  if (own === undefined && !admin) refuse('key_unknown');
  const site = (await sites.byKey(siteKey ?? own?.key ?? '')) ?? refuse('site_unknown');
  if (site.id !== own?.id && !admin) refuse('site_forbidden');
  return site;
}

/**
 * Lets only the holder of the deployment's admin key pass.
 *
 * @throws Refusal `key_missing`, `key_unknown`
 */
export async function requireAdmin(c: Context<App>): Promise<void> {
  const key = requestKey(c) ?? refuse('key_missing');
  if (!(await isAdminKey(c, key))) refuse('key_unknown');
}

async function isAdminKey(c: Context<App>, key: string): Promise<boolean> {
  const admin = c.env.ADMIN_KEY ?? '';
  const usable = admin !== '' && secretAllowed(admin, c.var.services.runtime);
  return usable && sameSecret(key, admin);
}

/** A bearer token, or the password of basic auth, which is what a browser asks its user for. */
function requestKey(c: Context<App>): string | undefined {
  const [, scheme, value] = c.req.header('authorization')?.match(/^(\w+) +(\S+)$/) ?? [];
  if (value === undefined) return undefined;
  if (scheme?.toLowerCase() === 'bearer') return value;
  return scheme?.toLowerCase() === 'basic' ? basicPassword(value) : undefined;
}

function basicPassword(encoded: string): string | undefined {
  try {
    return atob(encoded).replace(/^[^:]*:/, '');
  } catch {
    return undefined;
  }
}
