import type { PoolDefinition, SiteSnapshot } from './site-snapshot.ts';
import { USUAL_SNIPPET } from './snippet-options.ts';
import { USUAL_SPAM_THRESHOLD } from './spam/judge-spam.ts';

/** What came after 0.1.0, as it is unless the owner says otherwise: the defaults of `http/site-schema.ts`. */
const SITE_SETTINGS = {
  shards: 1,
  shardsEver: 1,
  placements: {},
  quarantineDays: 30,
  snippet: USUAL_SNIPPET,
  textNumbers: [],
  messages: null,
  flows: [],
  spamThreshold: USUAL_SPAM_THRESHOLD,
  wantedEvents: [],
} satisfies Partial<SiteSnapshot>;

const POOL_SETTINGS = {
  paused: false,
  share: true,
  fallback: null,
  prefer: null,
  networkShare: null,
} satisfies Partial<PoolDefinition>;

type PublishedPool = Omit<PoolDefinition, keyof typeof POOL_SETTINGS> & Partial<PoolDefinition>;

/** A snapshot as any version since 0.1.0 has published it. */
export type PublishedSnapshot = Omit<SiteSnapshot, keyof typeof SITE_SETTINGS | 'pools'> &
  Partial<Omit<SiteSnapshot, 'pools'>> & { readonly pools: readonly PublishedPool[] };

/**
 * The snapshot with all that this version asks of one. A site is published only when it changes, so what
 * an earlier version published may be read long after the upgrade.
 */
export function completeSnapshot(published: PublishedSnapshot): SiteSnapshot {
  return {
    ...SITE_SETTINGS,
    ...published,
    pools: published.pools.map((pool) => ({ ...POOL_SETTINGS, ...pool })),
  };
}
