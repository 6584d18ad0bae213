import { z } from '@hono/zod-openapi';
import { WIRE_VERSION } from '../../snippet/contract/wire.ts';
import { addSnippetHour } from '../db/queries/snippet-hours.ts';
import { within } from '../deadline.ts';
import { hourOfReport } from '../domain/health/snippet-hour.ts';
import { MINUTE, SECOND } from '../domain/time.ts';
import { jsonBody } from './json-body.ts';
import { openApiRouter } from './open-api.ts';
import { pageSite } from './page-request.ts';
import { fromRobot } from './robot.ts';

const MAX_BYTES = 4 * 1_024;
const D1_DEADLINE = 5 * SECOND;

/** A first swap later than this was no wait: the tab was in the background, or asleep. */
const LONGEST_SWAP = 10 * MINUTE;

/** No one page view may outweigh all others; a page that is rendered anew every second gets near. */
const MOST_COUNTED = 1_000;

const count = z
  .number()
  .int()
  .min(0)
  .transform((value) => Math.min(value, MOST_COUNTED));

const healthReportSchema = z
  .object({
    v: z.literal(WIRE_VERSION),
    site: z.string().min(1).max(64),
    swapMs: z.number().min(0).max(LONGEST_SWAP).nullable().openapi({
      description: 'Milliseconds from navigation to the first swap; null where nothing was swapped',
    }),
    swaps: count,
    reverted: count.openapi({
      description: 'Swaps of a number that the page had written back',
    }),
    errors: count,
  })
  .openapi('HealthReport');

/** `POST /v1/health`: how swapping went on one page view; of a sample, as views end. */
export const snippetHealth = openApiRouter();

snippetHealth.openAPIRegistry.registerPath({
  method: 'post',
  path: '/',
  summary: 'Report how swapping went on a page view',
  request: { body: { content: { 'text/plain': { schema: healthReportSchema } } } },
  responses: { 204: { description: 'Counted, as far as possible' } },
});

snippetHealth.post('/', async (c) => {
  const report = await jsonBody(c, healthReportSchema, MAX_BYTES);
  const site = await pageSite(c, report.site);
  // A site that samples nothing has nothing to report: whoever does all the same is not its snippet.
  if (fromRobot(c) || site.snippet.health === 0) return c.body(null, 204);
  const { d1, runtime } = c.var.services;
  const adding = addSnippetHour(d1, site, hourOfReport(report, runtime.clock.now()));
  // One of a sample: where it is lost, the next one will do.
  await within(D1_DEADLINE, adding).catch((error: unknown) =>
    console.warn('snippet health: a report was lost', error),
  );
  return c.body(null, 204);
});
