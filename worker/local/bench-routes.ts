import { Hono } from 'hono';
import { z } from 'zod';
import type { Env } from '../config.ts';
import type { SiteSnapshot } from '../domain/site-snapshot.ts';
import { jsonBody } from '../http/json-body.ts';
import { inventoryOf } from '../pool/inventory-of.ts';
import type { PoolVisit } from '../pool/messages.ts';
import { shardName } from '../pool/shard-name.ts';
import { createServices } from '../services.ts';
import { localClock } from './clock.ts';
import { breakable } from './faults.ts';
import type { LocalEnv } from './local-env.ts';
import { readMeter } from './meter.ts';

const RUNTIME = { mode: 'local', clock: localClock } as const;
const MAX_BYTES = 1_024;
const URL = 'https://www.example.com/';

const burstSchema = z.object({
  site: z.string(),
  what: z.enum(['noop', 'lease', 'renewal']),
  callers: z.number().int().min(1).max(1_000),
  times: z.number().int().min(1).max(1_000_000),
});

/**
 * What benchmarks ask: RPCs to the pools past everything that stands before them, so that the object is
 * measured and not the parsing, and the same RPCs from inside the runtime.
 */
export const benchRoutes = new Hono<{ Bindings: LocalEnv }>()
  /** One RPC that does nothing. */
  .post('/noop/:site', async (c) => {
    await poolsOf(c.env, c.req.param('site')).then(({ noop }) => noop());
    return c.body(null, 204);
  })
  /** One lease for a new visitor, durable when answered. */
  .post('/lease/:site', async (c) => {
    await poolsOf(c.env, c.req.param('site')).then(({ lease }) => lease());
    return c.body(null, 204);
  })
  /** So many RPCs by so many callers at once, without HTTP between. */
  .post('/burst', async (c) => {
    const { site, what, callers, times } = await jsonBody(c, burstSchema, MAX_BYTES);
    const pools = await poolsOf(c.env, site, what === 'renewal');
    let left = times;
    const caller = async () => {
      while (left-- > 0) await pools[what]();
    };
    await Promise.all(Array.from({ length: callers }, caller));
    return c.body(null, 204);
  })
  /** What has been written so far. */
  .get('/meter', (c) => c.json(readMeter()));

type Rpcs = { noop(): Promise<void>; lease(): Promise<void>; renewal(): Promise<void> };
/** Sites whose pools are up to date; stubs belong to one request, so those are made anew. */
const known = new Map<string, SiteSnapshot>();
let asked = 0;

async function poolsOf(env: LocalEnv, key: string, renews = false): Promise<Rpcs> {
  const site = known.get(key) ?? (await connect(env, key));
  const opened = renews ? await stubOf(env, site, 0).visit(visitOf(site)) : undefined;
  const sessionId = opened?.ok ? opened.sessionId : '';
  const next = () => stubOf(env, site, asked++ % site.shards);
  return {
    noop: () => next().noop(),
    lease: async () => {
      const reply = await next().visit(visitOf(site));
      if (!reply.ok) throw new Error(reply.code);
    },
    renewal: async () => {
      const renew = { id: crypto.randomUUID(), type: 'renew', ageMs: 0 } as const;
      const reply = await stubOf(env, site, 0).events({ sessionId, events: [renew] });
      if (!reply.ok) throw new Error('the lease has ended');
    },
  };
}

async function connect(env: LocalEnv, key: string): Promise<SiteSnapshot> {
  const { sites } = createServices(breakable(env as unknown as Env), RUNTIME);
  const site = await sites.byKey(key);
  if (site === undefined) throw new Error(`no site ${key}`);
  for (let shard = 0; shard < site.shards; shard++) {
    await stubOf(env, site, shard).applyInventory(inventoryOf(site, shard));
  }
  known.set(key, site);
  return site;
}

function stubOf({ POOL }: LocalEnv, { id }: SiteSnapshot, shard: number) {
  return POOL.get(POOL.idFromName(shardName(id, shard)));
}

/** A new visitor, as the worker tells the pool of one. */
function visitOf(site: SiteSnapshot): PoolVisit {
  return {
    inventoryVersion: site.version,
    visitorId: null,
    sessionId: null,
    view: crypto.randomUUID(),
    page: { url: URL },
    touch: TOUCH,
    place: { country: 'FR', region: 'IDF' },
    device: 'mobile',
    wanted: site.targets.flatMap(({ number, pool }) =>
      pool === null ? [] : [{ target: number, pool }],
    ),
    servedBySource: false,
    network: null,
    mayDecline: false,
  };
}

const TOUCH: PoolVisit['touch'] = {
  channel: 'Paid Search',
  source: 'google',
  medium: 'cpc',
  campaign: 'spring',
  term: 'bicycle repair',
  content: null,
  campaignId: null,
  clickIds: { gclid: 'Cj0KCQjwexampleexampleexample' },
  referrer: 'https://www.google.com/',
  landingPage: URL,
  campaignKey: 'google cpc spring',
};
