import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import {
  addNumbers,
  changeSettings,
  type PoolChange,
  removeNumbers,
} from '../domain/change-pool.ts';
import type { SiteDefinition } from '../domain/site-definition.ts';
import { changePool } from '../site-admin.ts';
import type { App } from './app-env.ts';
import { e164 } from './e164-schema.ts';
import { refuse } from './errors.ts';
import { jsonReply, jsonRequest } from './json-content.ts';
import { openApiRouter } from './open-api.ts';
import { poolNumbersSchema, poolSettingsSchema, siteKeySchema } from './site-schema.ts';

const poolParams = z.object({
  key: siteKeySchema,
  name: z.string().openapi({ example: 'website' }),
});
const published = z.object({ site: z.string(), version: z.number() });
const changedNumbers = published.extend({
  changed: z.number().openapi({ description: 'Numbers that were added, or removed' }),
});

/**
 * `/api/v1/sites/{key}/pools/{name}`: one pool changed while it is in use, without describing the whole
 * site anew. Every one of these requests may be sent again: the second time it changes nothing.
 */
export const sitePools = openApiRouter();

const patchPoolRoute = createRoute({
  method: 'patch',
  path: '/{key}/pools/{name}',
  summary: 'Change settings of a pool; what is not named stays',
  security: [{ apiKey: [] }],
  request: { params: poolParams, body: jsonRequest(poolSettingsSchema) },
  responses: { 200: jsonReply('The version that was published', published) },
});

sitePools.openapi(patchPoolRoute, async (c) => {
  const { key, name } = c.req.valid('param');
  const settings = c.req.valid('json');
  const { site } = await change(c, key, (before) => changeSettings(before, name, settings));
  return c.json({ site: key, version: site.version }, 200);
});

const postNumbersRoute = createRoute({
  method: 'post',
  path: '/{key}/pools/{name}/numbers',
  summary: 'Add numbers to a pool; those of another pool move here',
  security: [{ apiKey: [] }],
  request: { params: poolParams, body: jsonRequest(poolNumbersSchema) },
  responses: { 200: jsonReply('How many are new to the pool', changedNumbers) },
});

sitePools.openapi(postNumbersRoute, async (c) => {
  const { key, name } = c.req.valid('param');
  const { numbers } = c.req.valid('json');
  const { site, changed } = await change(c, key, (before) => addNumbers(before, name, numbers));
  return c.json({ site: key, version: site.version, changed }, 200);
});

const deleteNumbersRoute = createRoute({
  method: 'delete',
  path: '/{key}/pools/{name}/numbers',
  summary: 'Remove numbers from a pool; they go on forwarding and matching',
  security: [{ apiKey: [] }],
  request: { params: poolParams, body: jsonRequest(poolNumbersSchema) },
  responses: { 200: jsonReply('How many were removed', changedNumbers) },
});

sitePools.openapi(deleteNumbersRoute, async (c) => {
  const { key, name } = c.req.valid('param');
  const { numbers } = c.req.valid('json');
  const { site, changed } = await change(c, key, (before) => removeNumbers(before, name, numbers));
  return c.json({ site: key, version: site.version, changed }, 200);
});

const deleteNumberRoute = createRoute({
  method: 'delete',
  path: '/{key}/pools/{name}/numbers/{number}',
  summary: 'Remove a number from a pool; it goes on forwarding and matching',
  security: [{ apiKey: [] }],
  request: { params: poolParams.extend({ number: e164 }) },
  responses: { 200: jsonReply('How many were removed', changedNumbers) },
});

sitePools.openapi(deleteNumberRoute, async (c) => {
  const { key, name, number } = c.req.valid('param');
  const { site, changed } = await change(c, key, (before) => removeNumbers(before, name, [number]));
  return c.json({ site: key, version: site.version, changed }, 200);
});

/** @throws Refusal `site_unknown`, `pool_unknown`, `site_invalid` with what is wrong */
async function change(c: Context<App>, key: string, make: (site: SiteDefinition) => PoolChange) {
  const result = await changePool(c.var.services, key, make);
  if (result.ok) return result;
  return refuse(result.code, 'problems' in result ? result.problems.join(' ') : undefined);
}
