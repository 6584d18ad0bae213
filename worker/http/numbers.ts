import { createRoute, z } from '@hono/zod-openapi';
import { releasableAt } from '../domain/releasable-at.ts';
import { SECOND } from '../domain/time.ts';
import { readableSite } from './api-auth.ts';
import { jsonReply } from './json-content.ts';
import { listQuerySchema } from './list-query.ts';
import { openApiRouter } from './open-api.ts';
import { poolAnswer } from './pool-answer.ts';

const POOL_DEADLINE = 10 * SECOND;

const at = z.number().nullable();

const numberSchema = z
  .object({
    number: z.string(),
    pool: z.string().nullable().openapi({ description: 'Null once removed' }),
    phase: z.enum(['free', 'leased', 'held', 'cooling', 'quarantined', 'retired']).openapi({
      description:
        'free: never leased, or long ago; leased: a page shows it; held: its visitor has just left; ' +
        'cooling: may be leased again, and still matches; quarantined: removed, forwards and matches, is ' +
        'not leased; retired: removed so long ago that it may be given back to the provider',
    }),
    session: z.string().nullable().openapi({ description: 'Of the latest lease' }),
    lastSeenAt: at.openapi({ description: 'Epoch milliseconds; null where it was never leased' }),
    removedAt: at.openapi({ description: 'Epoch milliseconds; null while it is in a pool' }),
    releasableAt: at.openapi({
      description:
        'Epoch milliseconds; from when on a number that was removed may be given back to the provider',
    }),
  })
  .openapi('Number');

/** `GET /api/v1/numbers`: every number that was ever in a pool, as it stands now. */
export const numbers = openApiRouter();

const numbersRoute = createRoute({
  method: 'get',
  path: '/numbers',
  summary: 'Every number that was ever in a pool of the site, as it stands now',
  security: [{ apiKey: [] }],
  request: { query: listQuerySchema.pick({ site: true }) },
  responses: {
    200: jsonReply('The numbers, all at once', z.object({ numbers: z.array(numberSchema) })),
  },
});

numbers.openapi(numbersRoute, async (c) => {
  const site = await readableSite(c, c.req.valid('query').site);
  const { pools } = c.var.services;
  const known = await poolAnswer(POOL_DEADLINE, pools.of(site).numbers());
  // One that left its pool to be static is in use, and not for a pool to tell of.
  const fixed = new Set(site.staticNumbers.map(({ number }) => number));
  const pooled = known.filter(({ number }) => !fixed.has(number));
  const presented = pooled.map(({ sessionId, ...rest }) => ({
    ...rest,
    session: sessionId,
    releasableAt: releasableAt(rest.removedAt, site.quarantineDays),
  }));
  return c.json({ numbers: presented }, 200);
});
