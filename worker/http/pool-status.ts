import { createRoute, z } from '@hono/zod-openapi';
import { SECOND } from '../domain/time.ts';
import { adminSite } from './admin-site.ts';
import { jsonReply } from './json-content.ts';
import { openApiRouter } from './open-api.ts';
import { poolAnswer } from './pool-answer.ts';
import { siteKeySchema } from './site-schema.ts';

const POOL_DEADLINE = 10 * SECOND;

const keyParam = z.object({ key: siteKeySchema });
const at = z.number().openapi({ description: 'Epoch milliseconds' });

const shardStatusSchema = z
  .object({
    shard: z.number(),
    inventoryVersion: z.number().openapi({ description: 'Version of the site that it works by' }),
    unsent: z
      .number()
      .openapi({ description: 'Rows that D1 does not have yet, as far as counted' }),
    failures: z.number().openapi({ description: 'Batches in a row that D1 did not take' }),
    retryAt: at.nullable().openapi({ description: 'When they are tried again' }),
    setAside: z
      .array(z.object({ entity: z.string(), key: z.string(), error: z.string(), at }))
      .openapi({
        description:
          'Rows that D1 refuses for what they are; tried again when they change, or when all is sent anew',
      }),
  })
  .openapi('ShardStatus');

/** `/api/v1/sites/{key}/pool-status` and `/rebuild`: how the objects stand with D1, and D1 made from them. */
export const poolStatus = openApiRouter();

const statusRoute = createRoute({
  method: 'get',
  path: '/{key}/pool-status',
  summary: 'How each shard of a site stands with the database',
  security: [{ apiKey: [] }],
  request: { params: keyParam },
  responses: { 200: jsonReply('The shards', z.object({ shards: z.array(shardStatusSchema) })) },
});

poolStatus.openapi(statusRoute, async (c) => {
  const { services } = c.var;
  const site = await adminSite(services, c.req.valid('param').key);
  const status = await poolAnswer(POOL_DEADLINE, services.pools.of(site).status());
  const shards = status.map((shard) => ({ ...shard, setAside: [...shard.setAside] }));
  return c.json({ shards }, 200);
});

const rebuildRoute = createRoute({
  method: 'post',
  path: '/{key}/rebuild',
  summary: 'Send all that the shards hold to the database anew',
  description:
    'Fills a database that lost rows: the shards keep every session, lease and call of the match ' +
    'window (30 days). What the database has already stays as it is. `pool-status` tells what is left to send.',
  security: [{ apiKey: [] }],
  request: { params: keyParam },
  responses: { 202: { description: 'Under way' } },
});

poolStatus.openapi(rebuildRoute, async (c) => {
  const { services } = c.var;
  const site = await adminSite(services, c.req.valid('param').key);
  await poolAnswer(POOL_DEADLINE, services.pools.of(site).resend());
  return c.body(null, 202);
});
