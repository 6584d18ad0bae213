import { createRoute, z } from '@hono/zod-openapi';
import { judgedCall } from '../db/queries/judged-call.ts';
import { correctedCalls } from '../db/queries/list-calls.ts';
import { BANDS, calibrationOf } from '../domain/attribution/calibration.ts';
import { readableSite } from './api-auth.ts';
import { jsonReply } from './json-content.ts';
import { windowQuerySchema } from './list-query.ts';
import { openApiRouter } from './open-api.ts';
import { timeWindow, WINDOW_RULE } from './time-window.ts';

const figures = {
  calls: z.number().int().openapi({ description: 'Of which the owner said who made them' }),
  confidence: z
    .number()
    .nullable()
    .openapi({ description: 'How sure the evidence was, on average: 0 to 1; null without calls' }),
  right: z
    .number()
    .nullable()
    .openapi({ description: 'Share of them of which it was right; null without calls' }),
};

const calibrationSchema = z.object({
  from: z.number().openapi({ description: 'Epoch milliseconds' }),
  to: z.number().openapi({ description: 'Epoch milliseconds' }),
  total: z.object(figures),
  bands: z.array(z.object({ band: z.enum(BANDS), ...figures })).openapi({
    description:
      'certain, high, ambiguous: right where the visitor was; source: where the source was; unattributed: where no visit caused the call',
  }),
});

/** `GET /api/v1/calibration`: how often matches were right, by the owner's word. */
export const calibration = openApiRouter();

const route = createRoute({
  method: 'get',
  path: '/',
  summary: `How sure matches were, and how often right, over the calls you corrected or confirmed, ${WINDOW_RULE}`,
  security: [{ apiKey: [] }],
  request: { query: windowQuerySchema },
  responses: { 200: jsonReply('All bands and their total', calibrationSchema) },
});

calibration.openapi(route, async (c) => {
  const { d1, runtime } = c.var.services;
  const query = c.req.valid('query');
  const window = timeWindow(query, runtime.clock.now());
  const { id: siteId, spamThreshold } = await readableSite(c, query.site);
  const rows = await correctedCalls(d1, { siteId, spamThreshold }, window);
  const { total, bands } = calibrationOf(rows.map(judgedCall));
  return c.json({ ...window, total, bands: [...bands] }, 200);
});
