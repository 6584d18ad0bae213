import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { callRecordings } from '../db/queries/call-recordings.ts';
import { within } from '../deadline.ts';
import type { Recording } from '../domain/calls/summarize-call.ts';
import type { SiteSnapshot } from '../domain/site-snapshot.ts';
import { SECOND } from '../domain/time.ts';
import type { RecordingRequest } from '../telephony/recording-access.ts';
import { findProvider } from '../telephony/registry.ts';
import { readableSite } from './api-auth.ts';
import type { App } from './app-env.ts';
import { refuse } from './errors.ts';
import { openApiRouter } from './open-api.ts';
import { apiKeysOf, providerSecrets } from './provider-secrets.ts';

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
  const { id, recording } = c.req.valid('param');
  return fetchRecording(c, c.req.valid('query').site, id, recording);
});

/**
 * The sound of one recording of a call, by whichever of its addresses opens.
 *
 * @throws Refusal as `readableSite`, and `recording_unknown`, `recording_unavailable`
 */
export async function fetchRecording(
  c: Context<App>,
  siteKey: string | undefined,
  id: string,
  recording: string,
): Promise<Response> {
  const site = await readableSite(c, siteKey);
  const call =
    (await callRecordings(c.var.services.d1, site.id, id)) ?? refuse('recording_unknown');
  const url =
    call.recordings?.find((each) => each.id === recording)?.url ?? refuse('recording_unknown');
  const requests = await requestsFor(c, site, call.provider, { id: recording, url });
  const sound = (await fetchSound(requests)) ?? refuse('recording_unavailable');
  return new Response(sound.body, {
    headers: {
      'Content-Type': sound.headers.get('content-type') ?? 'application/octet-stream',
      'Cache-Control': 'private, no-store',
      'X-Content-Type-Options': 'nosniff',
    },
  });
}

/** With what the provider's API wants first, then as the address stands. */
async function requestsFor(
  c: Context<App>,
  site: SiteSnapshot,
  provider: string,
  recording: Pick<Recording, 'id' | 'url'>,
): Promise<readonly RecordingRequest[]> {
  const [secrets, apiKeys] = await Promise.all([
    providerSecrets(c, site, provider),
    providerSecrets(c, site, apiKeysOf(provider)),
  ]);
  const now = c.var.services.runtime.clock.now();
  const access = findProvider(provider)?.recordings;
  return [
    ...((await access?.requests(recording, { secrets, apiKeys }, now)) ?? []),
    { url: recording.url },
  ];
}

/** The first that is answered with sound; one after the other. */
async function fetchSound(requests: readonly RecordingRequest[]): Promise<Response | undefined> {
  for (const request of requests) {
    try {
      const sound = await within(DEADLINE, soundBy(request));
      if (sound !== undefined) return sound;
    } catch (error) {
      console.warn('recording: the provider cannot be reached', error);
    }
  }
  return undefined;
}

async function soundBy({
  url,
  authorization,
  linkIn,
}: RecordingRequest): Promise<Response | undefined> {
  const headers = authorization === undefined ? {} : { authorization };
  const response = await fetch(url, { headers });
  if (response.ok && linkIn) {
    const link = linkIn(await response.json());
    return link === undefined ? undefined : soundBy({ url: link });
  }
  // Whatever else a provider answers is no sound, and is shown to nobody.
  if (response.ok && isSound(response)) return response;
  await response.body?.cancel();
  return undefined;
}

function isSound(response: Response): boolean {
  return /^(audio\/|video\/|application\/octet-stream)/i.test(
    response.headers.get('content-type') ?? 'application/octet-stream',
  );
}
