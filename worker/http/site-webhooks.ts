import { createRoute, z } from '@hono/zod-openapi';
import type { Webhook } from '../db/queries/webhooks.ts';
import { receiverProblem } from '../domain/webhooks/receiver-problem.ts';
import type { Services } from '../services.ts';
import {
  createWebhook,
  listWebhooks,
  MOST_WEBHOOKS,
  removeWebhook,
  retryWebhook,
  rotateSecret,
  updateWebhook,
} from '../webhook-admin.ts';
import { adminSite } from './admin-site.ts';
import { refuse } from './errors.ts';
import { jsonReply, jsonRequest } from './json-content.ts';
import { openApiRouter } from './open-api.ts';
import { siteKeySchema } from './site-schema.ts';
import {
  newWebhookSchema,
  secretSchema,
  webhookChangeSchema,
  webhookSchema,
} from './webhook-schema.ts';

const keyParam = z.object({ key: siteKeySchema });
const oneParam = keyParam.extend({ id: z.string().max(64) });

/** `/api/v1/sites/{key}/webhooks`: where a site's events are sent. */
export const siteWebhooks = openApiRouter();

const listRoute = createRoute({
  method: 'get',
  path: '/{key}/webhooks',
  summary: 'The webhooks of a site, and how each is doing',
  security: [{ apiKey: [] }],
  request: { params: keyParam },
  responses: { 200: jsonReply('Oldest first', z.object({ webhooks: z.array(webhookSchema) })) },
});

siteWebhooks.openapi(listRoute, async (c) => {
  const { services } = c.var;
  const site = await adminSite(services, c.req.valid('param').key);
  const webhooks = (await listWebhooks(services, site)).map(present);
  return c.json({ webhooks }, 200);
});

const createRouteOf = createRoute({
  method: 'post',
  path: '/{key}/webhooks',
  summary: 'Send a site’s events somewhere',
  security: [{ apiKey: [] }],
  request: { params: keyParam, body: jsonRequest(newWebhookSchema) },
  responses: {
    200: jsonReply(
      'The webhook, and the secret by which its events are signed',
      z.object({ id: z.string(), secret: secretSchema }),
    ),
  },
});

siteWebhooks.openapi(createRouteOf, async (c) => {
  const { services } = c.var;
  const settings = c.req.valid('json');
  requireReceiver(services, settings.url);
  const site = await adminSite(services, c.req.valid('param').key);
  const created =
    (await createWebhook(services, site, settings)) ??
    refuse('body_invalid', `A site has ${MOST_WEBHOOKS} webhooks at most; delete one first.`);
  return c.json(created, 200);
});

const changeRoute = createRoute({
  method: 'patch',
  path: '/{key}/webhooks/{id}',
  summary: 'Change a webhook; what waits for it is tried again',
  security: [{ apiKey: [] }],
  request: { params: oneParam, body: jsonRequest(webhookChangeSchema) },
  responses: { 204: { description: 'Changed' } },
});

siteWebhooks.openapi(changeRoute, async (c) => {
  const { services } = c.var;
  const { key, id } = c.req.valid('param');
  const change = c.req.valid('json');
  if (change.url !== undefined) requireReceiver(services, change.url);
  const site = await adminSite(services, key);
  if (!(await updateWebhook(services, site, id, change))) refuse('webhook_unknown');
  return c.body(null, 204);
});

const deleteRoute = createRoute({
  method: 'delete',
  path: '/{key}/webhooks/{id}',
  summary: 'Delete a webhook, and what waits for it',
  security: [{ apiKey: [] }],
  request: { params: oneParam },
  responses: { 204: { description: 'Deleted' } },
});

siteWebhooks.openapi(deleteRoute, async (c) => {
  const { services } = c.var;
  const { key, id } = c.req.valid('param');
  const site = await adminSite(services, key);
  if (!(await removeWebhook(services, site, id))) refuse('webhook_unknown');
  return c.body(null, 204);
});

const secretRoute = createRoute({
  method: 'post',
  path: '/{key}/webhooks/{id}/secret',
  summary: 'Make a new secret; the one before it signs beside it for a day',
  security: [{ apiKey: [] }],
  request: { params: oneParam },
  responses: { 200: jsonReply('The new secret', z.object({ secret: secretSchema })) },
});

siteWebhooks.openapi(secretRoute, async (c) => {
  const { services } = c.var;
  const { key, id } = c.req.valid('param');
  const site = await adminSite(services, key);
  const secret = (await rotateSecret(services, site, id)) ?? refuse('webhook_unknown');
  return c.json({ secret }, 200);
});

const retryRoute = createRoute({
  method: 'post',
  path: '/{key}/webhooks/{id}/retry',
  summary: 'Send what waits for a webhook now, what was set aside too',
  security: [{ apiKey: [] }],
  request: { params: oneParam },
  responses: { 202: { description: 'Under way' } },
});

siteWebhooks.openapi(retryRoute, async (c) => {
  const { services } = c.var;
  const { key, id } = c.req.valid('param');
  const site = await adminSite(services, key);
  if (!(await retryWebhook(services, site, id))) refuse('webhook_unknown');
  return c.body(null, 202);
});

/** @throws Refusal `body_invalid` */
function requireReceiver({ runtime }: Services, url: string): void {
  const problem = receiverProblem(url, runtime.mode === 'local');
  if (problem !== undefined) refuse('body_invalid', problem);
}

function present({ webhook, status }: Awaited<ReturnType<typeof listWebhooks>>[number]) {
  const { id, url, events, includeCaller, active, createdAt }: Webhook = webhook;
  return {
    id,
    url,
    events,
    includeCaller,
    active,
    createdAt,
    lastSuccessAt: status?.succeededAt ?? null,
    lastFailureAt: status?.failedAt ?? null,
    lastError: status?.error ?? null,
    waiting: status?.waiting ?? 0,
    setAside: status?.setAside ?? 0,
  };
}
