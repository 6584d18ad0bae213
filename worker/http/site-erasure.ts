import { createRoute, z } from '@hono/zod-openapi';
import { SECOND } from '../domain/time.ts';
import { hashCaller } from '../keys/caller.ts';
import { deleteSite } from '../site-deletion.ts';
import { adminSite } from './admin-site.ts';
import { e164 } from './e164-schema.ts';
import { refuse } from './errors.ts';
import { openApiRouter } from './open-api.ts';
import { poolAnswer } from './pool-answer.ts';
import { siteKeySchema } from './site-schema.ts';

const POOL_DEADLINE = 10 * SECOND;

const keyParam = z.object({ key: siteKeySchema });

/** `DELETE /api/v1/sites/{key}`, its `/visitors/{id}` and `/callers/{number}`: what is to be forgotten. */
export const siteErasure = openApiRouter();

const deleteSiteRoute = createRoute({
  method: 'delete',
  path: '/{key}',
  summary: 'Delete a site with all that ever happened on it',
  description:
    'The site is gone at once for whoever asks for it anew; a location that has just served it may do so ' +
    'for up to a minute and a half more, and records nothing. Answered when all is gone; after any other answer, ask again.',
  security: [{ apiKey: [] }],
  request: { params: keyParam },
  responses: { 204: { description: 'Deleted' } },
});

siteErasure.openapi(deleteSiteRoute, async (c) => {
  const outcome = await deleteSite(c.var.services, c.req.valid('param').key);
  if (outcome !== 'deleted') refuse(outcome);
  return c.body(null, 204);
});

const deleteVisitorRoute = createRoute({
  method: 'delete',
  path: '/{key}/visitors/{visitor}',
  summary: 'Erase a visitor: every session with its journey and leases',
  description:
    'The bare id, as `visitor` of `/api/v1/sessions`. The database follows within moments.',
  security: [{ apiKey: [] }],
  request: {
    params: keyParam.extend({
      visitor: z.string().regex(/^[0-9a-z]{1,64}$/, 'a bare id, without its signature'),
    }),
  },
  responses: { 204: { description: 'Erased, now or before' } },
});

siteErasure.openapi(deleteVisitorRoute, async (c) => {
  const { services } = c.var;
  const { key, visitor } = c.req.valid('param');
  const site = await adminSite(services, key);
  await poolAnswer(POOL_DEADLINE, services.pools.of(site).forgetVisitor(visitor));
  return c.body(null, 204);
});

const deleteCallerRoute = createRoute({
  method: 'delete',
  path: '/{key}/callers/{number}',
  summary:
    'Erase a caller’s number from every call, and what they wrote; the calls stay, as from somebody unknown',
  security: [{ apiKey: [] }],
  request: { params: keyParam.extend({ number: e164 }) },
  responses: { 204: { description: 'Erased, now or before' } },
});

siteErasure.openapi(deleteCallerRoute, async (c) => {
  const { services } = c.var;
  const { key, number } = c.req.valid('param');
  const site = await adminSite(services, key);
  // What is parked would bring the number back.
  await services.parkedCalls.deliver(key);
  await services.parkedMessages.deliver(key);
  const hash = await hashCaller(services.keyring, site.id, number);
  await poolAnswer(POOL_DEADLINE, services.pools.of(site).forgetCaller(hash));
  return c.body(null, 204);
});
