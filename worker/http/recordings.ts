import { createRoute, z } from '@hono/zod-openapi';
import { callRecordings } from '../db/queries/call-recordings.ts';
import { within } from '../deadline.ts';
import { SECOND } from '../domain/time.ts';
import { findProvider } from '../telephony/registry.ts';
import { readableSite } from './api-auth.ts';
import { refuse } from './errors.ts';
import { openApiRouter } from './open-api.ts';
import { providerSecrets } from './provider-secrets.ts';

const DEADLINE = 20 * SECOND;

/** `GET /api/v1/calls/{id}/recordings/{recording}`: what was recorded, for those who may read the call. */
export const recordings = openApiRouter();

const route = createRoute({
  method: 'get',
  path: '/{id}/recordings/{recording}',
  summary: 'A recording, as the provider keeps it',
  security: [{ apiKey: [] }],
  request: {
    params: z.object({ id: z.string().max(128), recording: z.string().max(256) }),
    query: z.object({ site: z.string().optional() }),
  },
  responses: {
    200: {
      description: 'The sound',
      content: { 'audio/*': { schema: z.string().openapi({ format: 'binary' }) } },
    },
  },
});

recordings.openapi(route, async (c) => {
  const site = await readableSite(c, c.req.valid('query').site);
  const { id, recording } = c.req.valid('param');
  const call =
    (await callRecordings(c.var.services.d1, site.id, id)) ?? refuse('recording_unknown');
  const url =
    call.recordings?.find((each) => each.id === recording)?.url ?? refuse('recording_unknown');
  const secrets = await providerSecrets(c, site, call.provider);
  const authorizations = findProvider(call.provider)?.recordingAuthorizations?.(url, secrets) ?? [];
  const sound = (await fetchSound(url, authorizations)) ?? refuse('recording_unavailable');
  return new Response(sound.body, {
    headers: {
      'Content-Type': sound.headers.get('content-type') ?? 'application/octet-stream',
      'Cache-Control': 'private, no-store',
      'X-Content-Type-Options': 'nosniff',
    },
  });
});

/** With each of these credentials until one is taken; without any, as the address stands. */
async function fetchSound(
  url: string,
  authorizations: readonly string[],
): Promise<Response | undefined> {
  const attempts = authorizations.length > 0 ? authorizations : [undefined];
  for (const authorization of attempts) {
    try {
      const headers = authorization === undefined ? {} : { authorization };
      const response = await within(DEADLINE, fetch(url, { headers }));
      // Whatever else a provider answers is no sound, and is shown to nobody.
      if (response.ok && isSound(response)) return response;
      await response.body?.cancel();
    } catch (error) {
      console.warn('recording: the provider cannot be reached', error);
    }
  }
  return undefined;
}

function isSound(response: Response): boolean {
  return /^(audio\/|video\/|application\/octet-stream)/i.test(
    response.headers.get('content-type') ?? 'application/octet-stream',
  );
}
