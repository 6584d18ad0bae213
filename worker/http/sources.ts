import { createRoute, z } from '@hono/zod-openapi';
import { judgedCall } from '../db/queries/judged-call.ts';
import { everyCall } from '../db/queries/list-calls.ts';
import { CREDIT_MODES } from '../domain/attribution/credit-call.ts';
import { SourceCredits } from '../domain/attribution/source-credits.ts';
import { statedMatch } from '../domain/matching/revise-match.ts';
import { readableSite } from './api-auth.ts';
import { jsonReply } from './json-content.ts';
import { callsQuerySchema } from './list-query.ts';
import { openApiRouter } from './open-api.ts';
import { timeWindow, WINDOW_RULE } from './time-window.ts';

const { site, from, to, spam } = callsQuerySchema.shape;

const querySchema = z.object({
  site,
  from,
  to,
  spam,
  credit: z
    .enum(CREDIT_MODES)
    .default('expected')
    .openapi({
      description:
        'best: each call counts for what best explains it; expected: for all that may have caused it, as likely as ' +
        'each is',
    }),
});

const credited = {
  calls: z.number().openapi({ description: 'With `expected` a sum of shares' }),
  interval: z.object({ low: z.number().int(), high: z.number().int() }).openapi({
    description: 'How many it truly was, nine times in ten, if the matches are as sure as they say',
  }),
};

const sourcesSchema = z.object({
  from: z.number().openapi({ description: 'Epoch milliseconds' }),
  to: z.number().openapi({ description: 'Epoch milliseconds' }),
  credit: z.enum(CREDIT_MODES),
  calls: z.number().int().openapi({ description: 'All calls of the time' }),
  sources: z
    .array(z.object({ source: z.string().openapi({ example: 'google / cpc' }), ...credited }))
    .openapi({
      description:
        'By source and medium, most calls first; static numbers count for what they stand for',
    }),
  unattributed: z
    .object({ ...credited, share: z.number().openapi({ description: 'Of all calls, 0 to 1' }) })
    .openapi({ description: 'Calls that no visit caused, or nobody knows which' }),
});

/** `GET /api/v1/sources`: which source makes the phone ring. */
export const sources = openApiRouter();

const route = createRoute({
  method: 'get',
  path: '/',
  summary: `Calls by source and medium, ${WINDOW_RULE}`,
  security: [{ apiKey: [] }],
  request: { query: querySchema },
  responses: { 200: jsonReply('Sources with what they are credited with', sourcesSchema) },
});

sources.openapi(route, async (c) => {
  const { d1, runtime } = c.var.services;
  const { site: key, credit, spam: filter, ...bounds } = c.req.valid('query');
  const window = timeWindow(bounds, runtime.clock.now());
  const { id: siteId, spamThreshold } = await readableSite(c, key);
  const credits = new SourceCredits(credit);
  let calls = 0;
  for await (const row of everyCall(d1, { siteId, spamThreshold }, window, filter)) {
    credits.add(statedMatch(judgedCall(row)));
    calls += 1;
  }
  const all = credits.all();
  const none = all.find(({ source }) => source === null) ?? {
    calls: 0,
    interval: { low: 0, high: 0 },
  };
  const share = calls === 0 ? 0 : none.calls / calls;
  const named = all.flatMap(({ source, ...rest }) =>
    source === null ? [] : [{ source, ...rest }],
  );
  const unattributed = { calls: none.calls, interval: none.interval, share };
  return c.json({ ...window, credit, calls, sources: named, unattributed }, 200);
});
