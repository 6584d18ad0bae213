import { env } from 'cloudflare:test';
import type { z } from '@hono/zod-openapi';
import type { siteSchema } from '../../../worker/http/site-schema.ts';
import { askAsAdmin } from './ask.ts';

export const ORIGIN = 'https://www.example.com';
export const TARGET = '+33199001234';
export const SECRETS = { twilio: 'twilio-auth-token', generic: 'generic-secret' } as const;

/** A site's definition as its owner writes it. */
export type Definition = z.input<typeof siteSchema>;

export type TestSite = {
  readonly key: string;
  readonly id: string;
  readonly apiKey: string;
  readonly definition: Definition;
};

let made = 0;

/** `+33199002000` and those after it: numbers reserved for fiction. */
export function numbers(count: number, first = 2000): string[] {
  return Array.from({ length: count }, (_, index) => `+3319900${first + index}`);
}

/** A shop in France with one target and one pool of ten numbers held for five minutes, never shared. */
export function defineSite(change: Partial<Definition> = {}): Definition {
  return {
    name: 'Shop',
    origins: [ORIGIN],
    country: 'FR',
    pools: [{ name: 'website', holdSeconds: 300, numbers: numbers(10), share: false }],
    targets: [{ number: TARGET, label: 'Shop', pool: 'website' }],
    ...change,
  };
}

export function definePool(
  count: number,
  holdSeconds = 300,
  change: Partial<NonNullable<Definition['pools']>[number]> = {},
): Partial<Definition> {
  return {
    pools: [{ name: 'website', holdSeconds, numbers: numbers(count), share: false, ...change }],
  };
}

/** A site of its own for one test, set up as an owner does it: definition, secrets, API key. */
export async function makeSite(change: Partial<Definition> = {}): Promise<TestSite> {
  made += 1;
  const key = `site-${made}`;
  const definition = defineSite(change);
  await putSite(key, definition);
  for (const [provider, secret] of Object.entries(SECRETS)) {
    await putSecrets(key, provider, [secret]);
  }
  const created = await askAsAdmin('POST', `/api/v1/sites/${key}/api-keys`, { name: 'Tests' });
  const { key: apiKey } = await created.json<{ key: string }>();
  return { key, id: await idOf(key), apiKey, definition };
}

export async function putSite(key: string, definition: Definition): Promise<{ version: number }> {
  const response = await askAsAdmin('PUT', `/api/v1/sites/${key}`, definition);
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return response.json();
}

export async function putSecrets(key: string, provider: string, secrets: string[]): Promise<void> {
  const path = `/api/v1/sites/${key}/credentials/${provider}`;
  const response = await askAsAdmin('PUT', path, { secrets });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
}

async function idOf(key: string): Promise<string> {
  const row = await env.DB.prepare('SELECT id FROM sites WHERE key = ?').bind(key).first('id');
  return String(row);
}
