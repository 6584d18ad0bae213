import { env } from 'cloudflare:test';
import { readSnapshot } from '../../../worker/db/queries/site-snapshot.ts';
import type { SiteDefinition } from '../../../worker/domain/site-definition.ts';
import type { PoolDefinition, SiteSnapshot } from '../../../worker/domain/site-snapshot.ts';
import { USUAL_SNIPPET } from '../../../worker/domain/snippet-options.ts';
import { TARGET } from '../support/make-site.ts';

/** Noon of a day, in the time of the tests of queries. */
export const NOON = 1_764_072_000_000;

let made = 0;

export function newKey(): string {
  made += 1;
  return `saved-${made}`;
}

/** A pool as it is unless its owner says otherwise. */
export function definedPool(change: Partial<PoolDefinition> = {}): PoolDefinition {
  return {
    name: 'website',
    holdSeconds: 300,
    numbers: [],
    paused: false,
    share: true,
    fallback: null,
    prefer: null,
    networkShare: null,
    ...change,
  };
}

/** A site of one target and one pool, with all that has a default. */
export function definition(
  numbers: readonly string[],
  change: Partial<SiteDefinition> = {},
): SiteDefinition {
  return {
    name: 'Shop',
    origins: [],
    country: 'FR',
    consent: 'off',
    honourGpc: true,
    snippet: USUAL_SNIPPET,
    textNumbers: [],
    messages: null,
    flows: [],
    spamThreshold: 0.7,
    shards: 1,
    quarantineDays: 30,
    pools: [definedPool({ numbers })],
    targets: [{ number: TARGET, label: '', pool: 'website' }],
    staticNumbers: [],
    ...change,
  };
}

/** The site as it would be published. */
export async function snapshotOf(key: string, now = NOON): Promise<SiteSnapshot> {
  const site = await readSnapshot(env.DB, key, now);
  if (site === undefined) throw new Error(`no site has the key ${key}`);
  return site;
}

type Row = { number: string; status: string; shard: number; removed_at: number | null };

/** What is stored of a number. */
export async function storedNumber(siteId: string, number: string): Promise<Row | null> {
  return env.DB.prepare('SELECT * FROM tracking_numbers WHERE site_id = ? AND number = ?')
    .bind(siteId, number)
    .first<Row>();
}
