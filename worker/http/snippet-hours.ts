import { createRoute, z } from '@hono/zod-openapi';
import { listSnippetHours } from '../db/queries/snippet-hours.ts';
import { addHealth, type HealthSpan, type SnippetHealth } from '../domain/health/snippet-hour.ts';
import { SWAP_BOUNDS, swapTimeAt } from '../domain/health/swap-times.ts';
import type { SiteSnapshot } from '../domain/site-snapshot.ts';
import { readableSite } from './api-auth.ts';
import { jsonReply } from './json-content.ts';
import { windowQuerySchema } from './list-query.ts';
import { openApiRouter } from './open-api.ts';
import { readSignatureAlerts, signatureAlertSchema } from './signature-alerts.ts';
import { MOST_DAYS, type TimeWindow, timeWindow, USUAL_DAYS, WINDOW_RULE } from './time-window.ts';

/** The query of the page for people: without a site, the key's own is shown. */
export const healthPageQuerySchema = z.object({
  site: windowQuerySchema.shape.site.optional(),
  days: z.coerce.number().int().min(1).max(MOST_DAYS).default(USUAL_DAYS),
});

const count = z.number().int();
const at = z.number().openapi({ description: 'Epoch milliseconds' });
const ms = z
  .number()
  .nullable()
  .openapi({
    description: `Milliseconds, estimated from \`swapTimes\`; ${SWAP_BOUNDS.at(-1)} stands for that or more, null for no swap`,
  });
const health = {
  reports: count.openapi({ description: 'Page views of the sample' }),
  swapped: count.openapi({ description: 'Those in which a number was swapped' }),
  swaps: count,
  reverted: count.openapi({ description: 'Swaps of a number that the page had written back' }),
  errors: count.openapi({ description: 'Caught by the snippet; the page never saw them' }),
  p50Ms: ms,
  p95Ms: ms,
  swapTimes: z
    .array(z.object({ upToMs: z.number().nullable(), count }))
    .openapi({ description: 'First swaps by how long they took; the last has no upper bound' }),
};

const healthReplySchema = z.object({
  from: at,
  to: at,
  hours: z
    .array(z.object({ hour: at.openapi({ description: 'When it began' }), ...health }))
    .openapi({ description: 'Oldest first; hours without a report are left out' }),
  totals: z.object(health),
  signatures: z.array(signatureAlertSchema).nullable().openapi({
    description:
      'Providers whose webhooks keep being refused for their signature; null where the pool does not say',
  }),
});

/** `GET /api/v1/health`: how swapping went, as a sample of page views reported it, and whose webhooks are refused. */
export const snippetHours = openApiRouter();

const listRoute = createRoute({
  method: 'get',
  path: '/',
  summary: `How fast and how well numbers were swapped, hour by hour, ${WINDOW_RULE}; and whether webhooks are refused`,
  security: [{ apiKey: [] }],
  request: { query: windowQuerySchema },
  responses: { 200: jsonReply('Hours and their totals', healthReplySchema) },
});

snippetHours.openapi(listRoute, async (c) => {
  const { d1, runtime } = c.var.services;
  const query = c.req.valid('query');
  const window = timeWindow(query, runtime.clock.now());
  const site = await readableSite(c, query.site);
  const [hours, signatures] = await Promise.all([
    readSnippetHours(d1, site, window),
    readSignatureAlerts(c.var.services, site),
  ]);
  const presented = hours.map((hour) => ({ hour: hour.at, ...present(hour) }));
  const totals = present(addHealth(hours));
  return c.json({ ...window, hours: presented, totals, signatures }, 200);
});

/** What was reported hour by hour: what the API and the dashboard both show. */
export function readSnippetHours(
  d1: D1Database,
  { id }: Pick<SiteSnapshot, 'id'>,
  window: TimeWindow,
): Promise<HealthSpan[]> {
  return listSnippetHours(d1, id, window.from, window.to);
}

function present({ reports, swapped, swaps, reverted, errors, swapTimes }: SnippetHealth) {
  return {
    reports,
    swapped,
    swaps,
    reverted,
    errors,
    p50Ms: swapTimeAt(swapTimes, 0.5),
    p95Ms: swapTimeAt(swapTimes, 0.95),
    swapTimes: swapTimes.map((counted, bucket) => ({
      upToMs: SWAP_BOUNDS[bucket] ?? null,
      count: counted,
    })),
  };
}
