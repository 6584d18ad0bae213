import { answerVisit } from './answer-visit.ts';
import { jsonBody } from './json-body.ts';
import { openApiRouter } from './open-api.ts';
import { pageSite } from './page-request.ts';
import { visitReplySchema, visitSchema } from './visit-schema.ts';

/** Every value of a touch may come at its full length, and then some. */
const MAX_BYTES = 256 * 1_024;

/** `POST /v1/visits`: records the page view and answers with the numbers to show. */
export const visits = openApiRouter();

visits.openAPIRegistry.registerPath({
  method: 'post',
  path: '/',
  summary: 'Record a page view and lease the numbers to show',
  request: { body: { content: { 'text/plain': { schema: visitSchema } } } },
  responses: {
    200: { description: 'Numbers', content: { 'application/json': { schema: visitReplySchema } } },
  },
});

visits.post('/', async (c) => {
  const visit = await jsonBody(c, visitSchema, MAX_BYTES);
  return c.json(await answerVisit(c, await pageSite(c, visit.site), visit));
});
