import { env } from 'cloudflare:test';
import { saveSite } from '../../../../worker/db/queries/save-site.ts';
import { readSnapshot } from '../../../../worker/db/queries/site-snapshot.ts';
import type { SiteDefinition } from '../../../../worker/domain/site-definition.ts';
import type { SiteSnapshot } from '../../../../worker/domain/site-snapshot.ts';
import { USUAL_SNIPPET } from '../../../../worker/domain/snippet-options.ts';
import type { EpochMs } from '../../../../worker/domain/time.ts';
import { localClock } from '../../../../worker/local/clock.ts';
import { numbers, TARGET } from '../../support/make-site.ts';
import { type Change, NUMBER_COUNT, type PoolName } from './steps.ts';

export const NUMBERS = numbers(NUMBER_COUNT);
export const FALLBACK = '+33199009000';
export const TARGETS = { first: TARGET, second: '+33199005678' } as const;

const HOLD = { short: 120, long: 1_200 } as const;

type Pool = SiteDefinition['pools'][number];

function definePool(name: PoolName, share: boolean, numbers: readonly string[]): Pool {
  return {
    name,
    holdSeconds: HOLD.short,
    numbers,
    paused: false,
    share,
    fallback: null,
    prefer: null,
    networkShare: null,
  };
}

/** Two pools that are always short, and a number that is in neither of them yet. */
const FIRST: SiteDefinition = {
  name: 'Shop',
  origins: ['https://www.example.com'],
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
  pools: [
    definePool('sales', false, NUMBERS.slice(0, 2)),
    definePool('support', true, NUMBERS.slice(2, 3)),
  ],
  targets: [
    { number: TARGETS.first, label: '', pool: 'sales' },
    { number: TARGETS.second, label: '', pool: 'support', forwardTo: TARGETS.first },
  ],
  staticNumbers: [
    {
      number: FALLBACK,
      target: TARGETS.first,
      label: 'Fallback',
      source: null,
      medium: null,
      campaign: null,
    },
  ],
};

let made = 0;

/** Whoever edits a site: every change goes through D1, as from the dashboard, and gives a new snapshot. */
export async function openSite(shards: number) {
  made += 1;
  const key = `model-${made}`;
  let definition: SiteDefinition = { ...FIRST, shards };
  let latest = await publish(key, definition);
  let before = latest;
  let changedAt = localClock.now();
  return {
    id: key,
    get latest(): SiteSnapshot {
      return latest;
    },
    /** What a Worker goes by that has not heard of the last change yet. */
    get before(): SiteSnapshot {
      return before;
    },
    /** Whether every Worker has gone by the same number of shards since then. */
    hadSameShardsSince(at: EpochMs): boolean {
      return latest.shards === before.shards && changedAt < at;
    },
    async change(change: Change): Promise<void> {
      definition = changed(definition, change);
      before = latest;
      changedAt = localClock.now();
      latest = await publish(key, definition);
    },
  };
}

export type Site = Awaited<ReturnType<typeof openSite>>;

async function publish(key: string, definition: SiteDefinition): Promise<SiteSnapshot> {
  const saved = await saveSite(env.DB, key, definition, localClock.now(), key);
  const snapshot = await readSnapshot(env.DB, key, localClock.now());
  if (!saved || snapshot === undefined) throw new Error('the site was not saved');
  return snapshot;
}

function changed(site: SiteDefinition, change: Change): SiteDefinition {
  switch (change.type) {
    case 'shards':
      return { ...site, shards: change.count };
    case 'second target': {
      const [first, second] = site.targets as [Target, Target];
      return { ...site, targets: [first, { ...second, pool: change.pool }] };
    }
    case 'number': {
      const number = NUMBERS[change.number] as string;
      const pools = site.pools.map((pool) => {
        const others = pool.numbers.filter((each) => each !== number);
        return { ...pool, numbers: pool.name === change.pool ? [...others, number] : others };
      });
      return { ...site, pools };
    }
    case 'setting': {
      const pools = site.pools.map((pool) =>
        pool.name === change.pool ? { ...pool, ...turned(pool, change.setting) } : pool,
      );
      return { ...site, pools };
    }
  }
}

type Target = SiteDefinition['targets'][number];

function turned(
  { paused, share, fallback, holdSeconds }: Pool,
  setting: Extract<Change, { type: 'setting' }>['setting'],
): Partial<Pool> {
  switch (setting) {
    case 'paused':
      return { paused: !paused };
    case 'share':
      return { share: !share };
    case 'fallback':
      return { fallback: fallback === null ? FALLBACK : null };
    case 'long hold':
      return { holdSeconds: holdSeconds === HOLD.short ? HOLD.long : HOLD.short };
  }
}
