import { createRoute, z } from '@hono/zod-openapi';
import { listPoolHours } from '../db/queries/list-pool-hours.ts';
import type { PoolDefinition, SiteSnapshot } from '../domain/site-snapshot.ts';
import { adviseSize } from '../domain/utilisation/advise-size.ts';
import { addShards, type UseSpan } from '../domain/utilisation/pool-use.ts';
import { readableSite } from './api-auth.ts';
import { refuse } from './errors.ts';
import { jsonReply } from './json-content.ts';
import { windowQuerySchema } from './list-query.ts';
import { openApiRouter } from './open-api.ts';
import { poolsReplySchema, sizingQuerySchema, sizingSchema } from './pools-schema.ts';
import { presentAdvice, presentPool } from './present-pool.ts';
import { type TimeWindow, timeWindow, WINDOW_RULE } from './time-window.ts';

/** `/api/v1/pools`: how the pools of a site are used, and how many numbers they need. */
export const pools = openApiRouter();

const listRoute = createRoute({
  method: 'get',
  path: '/',
  summary: `Pools and their use hour by hour, ${WINDOW_RULE}`,
  security: [{ apiKey: [] }],
  request: { query: windowQuerySchema },
  responses: { 200: jsonReply('The pools of the site', poolsReplySchema) },
});

pools.openapi(listRoute, async (c) => {
  const { d1, runtime } = c.var.services;
  const query = c.req.valid('query');
  const window = timeWindow(query, runtime.clock.now());
  const site = await readableSite(c, query.site);
  const used = await readPoolUse(d1, site, site.pools, window);
  return c.json({ ...window, pools: used.map(({ pool, hours }) => presentPool(pool, hours)) }, 200);
});

const sizingRoute = createRoute({
  method: 'get',
  path: '/{name}/sizing',
  summary: `How many numbers a pool needs, from its traffic of ${WINDOW_RULE}`,
  security: [{ apiKey: [] }],
  request: {
    params: z.object({ name: z.string().openapi({ example: 'website' }) }),
    query: sizingQuerySchema,
  },
  responses: { 200: jsonReply('The advice, and the curve behind it', sizingSchema) },
});

pools.openapi(sizingRoute, async (c) => {
  const { d1, runtime } = c.var.services;
  const query = c.req.valid('query');
  const now = runtime.clock.now();
  const window = timeWindow(query, now);
  const site = await readableSite(c, query.site);
  const { name } = c.req.valid('param');
  const pool = site.pools.find((known) => known.name === name) ?? refuse('pool_unknown');
  const wanted = {
    blocking: query.blocking,
    coolDownSeconds: query.coolDown,
    hour: query.hour,
  };
  const [used] = await readPoolUse(d1, site, [pool], window);
  const advice = adviseSize(used?.hours ?? [], pool, wanted, Math.min(window.to, now));
  return c.json({ pool: name, ...window, wanted, ...presentAdvice(advice) }, 200);
});

/** How each of the pools was used, hour by hour: what the API and the dashboard both show. */
export async function readPoolUse(
  d1: D1Database,
  site: SiteSnapshot,
  wanted: readonly PoolDefinition[],
  { from, to }: TimeWindow,
): Promise<{ pool: PoolDefinition; hours: UseSpan[] }[]> {
  const names = wanted.map(({ name }) => name);
  const rows = Map.groupBy(await listPoolHours(d1, site.id, names, from, to), ({ pool }) => pool);
  return wanted.map((pool) => ({ pool, hours: addShards(rows.get(pool.name) ?? []) }));
}
