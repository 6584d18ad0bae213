import { createRoute, z } from '@hono/zod-openapi';
import { secretAllowed } from '../config.ts';
import { putCredentials } from '../site-admin.ts';
import { findProvider } from '../telephony/registry.ts';
import { adminSite } from './admin-site.ts';
import { refuse } from './errors.ts';
import { requireAbilities } from './flow-abilities.ts';
import { jsonReply, jsonRequest } from './json-content.ts';
import { openApiRouter } from './open-api.ts';
import { apiKeysOf } from './provider-secrets.ts';
import { credentialsSchema, providerKeysSchema, siteKeySchema } from './site-schema.ts';

const params = z.object({ key: siteKeySchema, provider: z.string() });

/** `/api/v1/sites/{key}/credentials/{provider}`: what a site shares with its providers. Nothing reads it out. */
export const siteCredentials = openApiRouter();

const putSecretsRoute = createRoute({
  method: 'put',
  path: '/{key}/credentials/{provider}',
  summary: 'Replace the secrets by which a provider’s webhooks are verified',
  security: [{ apiKey: [] }],
  request: { params, body: jsonRequest(credentialsSchema) },
  responses: {
    200: jsonReply('How many secrets are accepted now', z.object({ secrets: z.number() })),
  },
});

siteCredentials.openapi(putSecretsRoute, async (c) => {
  const { services } = c.var;
  const { key, provider: providerId } = c.req.valid('param');
  const { secrets } = c.req.valid('json');
  const site = await adminSite(services, key);
  const provider = findProvider(providerId) ?? refuse('provider_unknown');
  if (!secrets.every((secret) => secretAllowed(secret, services.runtime))) {
    refuse(
      'body_invalid',
      'secrets: the demo’s secrets stand in public documents; choose your own',
    );
  }
  const problem = secrets.map((secret) => provider.secretProblem?.(secret)).find((each) => each);
  if (problem) refuse('body_invalid', `secrets: each ${problem}`);
  if (secrets.length > 0) requireAbilities(site, [provider.id]);
  await putCredentials(services, site, provider.id, secrets);
  return c.json({ secrets: secrets.length }, 200);
});

const putKeysRoute = createRoute({
  method: 'put',
  path: '/{key}/credentials/{provider}/api',
  summary: 'Replace the keys of the provider’s own API, by which recordings are fetched',
  security: [{ apiKey: [] }],
  request: { params, body: jsonRequest(providerKeysSchema) },
  responses: { 200: jsonReply('How many keys are tried now', z.object({ keys: z.number() })) },
});

siteCredentials.openapi(putKeysRoute, async (c) => {
  const { services } = c.var;
  const { key, provider: providerId } = c.req.valid('param');
  const { keys } = c.req.valid('json');
  const site = await adminSite(services, key);
  const provider = findProvider(providerId) ?? refuse('provider_unknown');
  const keyProblem = provider.recordings?.apiKeyProblem;
  if (keyProblem === undefined) {
    refuse('body_invalid', `keys: recordings of ${provider.id} are fetched without; give none`);
  }
  const problem = (await Promise.all(keys.map(keyProblem))).find((each) => each);
  if (problem) refuse('body_invalid', `keys: each ${problem}`);
  await putCredentials(services, site, apiKeysOf(provider.id), keys);
  return c.json({ keys: keys.length }, 200);
});
