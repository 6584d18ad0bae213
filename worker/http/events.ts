import { SECOND } from '../domain/time.ts';
import { readSignedId } from '../keys/signed-id.ts';
import { refuse } from './errors.ts';
import { givenPhones } from './given-phones.ts';
import { jsonBody } from './json-body.ts';
import { openApiRouter } from './open-api.ts';
import { pageSite } from './page-request.ts';
import { poolAnswer } from './pool-answer.ts';
import { fromRobot } from './robot.ts';
import { eventsSchema } from './visit-schema.ts';

const MAX_BYTES = 64 * 1_024;
const POOL_DEADLINE = 5 * SECOND;

/**
 * `POST /v1/events`: renewals, page views, taps, forms, custom events of a session, and whom its page says the visitor
 * to be. 410 where the session's number has gone to somebody else.
 */
export const events = openApiRouter();

events.openAPIRegistry.registerPath({
  method: 'post',
  path: '/',
  summary: 'Renew a session’s numbers and record what its visitor did',
  request: { body: { content: { 'text/plain': { schema: eventsSchema } } } },
  responses: {
    204: { description: 'Recorded' },
    410: { description: 'A number went to somebody else' },
  },
});

events.post('/', async (c) => {
  const request = await jsonBody(c, eventsSchema, MAX_BYTES);
  const site = await pageSite(c, request.site);
  if (fromRobot(c)) return c.body(null, 204);
  const { keyring, pools } = c.var.services;
  const sessionId = await readSignedId(keyring, site.id, 'session', request.session);
  if (sessionId === null) refuse('lease_ended');
  const { events } = request;
  const phones = await givenPhones(keyring, site, events);
  const answer = await poolAnswer(
    POOL_DEADLINE,
    pools.of(site).events({ sessionId, events, phones }),
  );
  if (!answer.ok) refuse(answer.code);
  return c.body(null, 204);
});
