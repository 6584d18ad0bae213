import { createRoute, z } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { listApiKeys, revokeApiKey } from '../db/queries/api-keys.ts';
import { quarantinedNumbers } from '../db/queries/quarantined-numbers.ts';
import { readSnapshot } from '../db/queries/site-snapshot.ts';
import { definitionOf, definitionProblems } from '../domain/site-definition.ts';
import { newApiKey } from '../keys/api-key.ts';
import { addSiteApiKey, putSite } from '../site-admin.ts';
import { adminSite } from './admin-site.ts';
import { requireAdmin } from './api-auth.ts';
import { refuse } from './errors.ts';
import { requireAbilities } from './flow-abilities.ts';
import { jsonReply, jsonRequest } from './json-content.ts';
import { openApiRouter } from './open-api.ts';
import { poolStatus } from './pool-status.ts';
import { siteCredentials } from './site-credentials.ts';
import { siteErasure } from './site-erasure.ts';
import { sitePools } from './site-pools.ts';
import { apiKeySchema, siteKeySchema, siteSchema } from './site-schema.ts';
import { siteWebhooks } from './site-webhooks.ts';

/** Ten thousand numbers, and room for the rest. */
const MAX_BYTES = 2 * 1_024 * 1_024;

const keyParam = z.object({ key: siteKeySchema });
const published = z.object({ site: z.string(), version: z.number() });

/** `/api/v1/sites/{key}`: what the holder of the deployment's admin key may change. */
export const sites = openApiRouter();

sites.use('/*', async (c, next) => {
  await requireAdmin(c);
  return next();
});
sites.use('/*', bodyLimit({ maxSize: MAX_BYTES, onError: () => refuse('body_too_large') }));

for (const routes of [siteCredentials, sitePools, siteWebhooks, poolStatus, siteErasure])
  sites.route('/', routes);

const getSiteRoute = createRoute({
  method: 'get',
  path: '/{key}',
  summary: 'A site as it is defined, to be changed and put back',
  security: [{ apiKey: [] }],
  request: { params: keyParam },
  responses: { 200: jsonReply('The definition, without secrets', siteSchema) },
});

sites.openapi(getSiteRoute, async (c) => {
  const site = await adminSite(c.var.services, c.req.valid('param').key);
  return c.json({ ...definitionOf(site), version: site.version }, 200);
});

const putSiteRoute = createRoute({
  method: 'put',
  path: '/{key}',
  summary: 'Create a site or replace its definition',
  security: [{ apiKey: [] }],
  request: { params: keyParam, body: jsonRequest(siteSchema) },
  responses: { 200: jsonReply('The version that was published', published) },
});

sites.openapi(putSiteRoute, async (c) => {
  const { key } = c.req.valid('param');
  const definition = c.req.valid('json');
  const { d1, runtime } = c.var.services;
  const { quarantineDays } = definition;
  const quarantined = await quarantinedNumbers(d1, key, quarantineDays, runtime.clock.now());
  const problems = definitionProblems(definition, quarantined);
  if (problems.length > 0) refuse('site_invalid', problems.join(' '));
  const before = await readSnapshot(d1, key, runtime.clock.now());
  const providers = Object.entries(before?.credentials ?? {}).flatMap(([id, secrets]) =>
    secrets.length > 0 ? [id] : [],
  );
  requireAbilities(definition, providers);
  const { version } = await putSite(c.var.services, key, definition);
  return c.json({ site: key, version }, 200);
});

const postApiKeyRoute = createRoute({
  method: 'post',
  path: '/{key}/api-keys',
  summary: 'Make a key that may read the site’s data',
  security: [{ apiKey: [] }],
  request: {
    params: keyParam,
    body: jsonRequest(z.object({ name: z.string().trim().min(1).max(100) })),
  },
  responses: { 200: jsonReply('The key, shown this once', z.object({ key: z.string() })) },
});

sites.openapi(postApiKeyRoute, async (c) => {
  const { services } = c.var;
  const site = await adminSite(services, c.req.valid('param').key);
  const key = newApiKey();
  await addSiteApiKey(services, site.id, key, c.req.valid('json').name);
  return c.json({ key }, 200);
});

const listApiKeysRoute = createRoute({
  method: 'get',
  path: '/{key}/api-keys',
  summary: 'The keys that may read the site’s data, revoked ones included',
  security: [{ apiKey: [] }],
  request: { params: keyParam },
  responses: {
    200: jsonReply('The keys, oldest first', z.object({ apiKeys: z.array(apiKeySchema) })),
  },
});

sites.openapi(listApiKeysRoute, async (c) => {
  const { services } = c.var;
  const site = await adminSite(services, c.req.valid('param').key);
  return c.json({ apiKeys: await listApiKeys(services.d1, site.id) }, 200);
});

const deleteApiKeyRoute = createRoute({
  method: 'delete',
  path: '/{key}/api-keys/{id}',
  summary: 'Revoke a key, for good and at once',
  security: [{ apiKey: [] }],
  request: { params: keyParam.extend({ id: z.string() }) },
  responses: { 204: { description: 'Revoked, now or before' } },
});

sites.openapi(deleteApiKeyRoute, async (c) => {
  const { services } = c.var;
  const { key, id } = c.req.valid('param');
  const site = await adminSite(services, key);
  const revoked = await revokeApiKey(services.d1, site.id, id, services.runtime.clock.now());
  if (!revoked) refuse('api_key_unknown');
  return c.body(null, 204);
});
