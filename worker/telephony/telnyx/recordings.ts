import { z } from 'zod';
import type { RecordingAccess } from '../recording-access.ts';

/** The recording's own id, in that of what told of it. */
const ID = /^recording:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

const address = z.string().startsWith('https://').optional();
const reply = z.object({
  data: z.object({ download_urls: z.object({ mp3: address, wav: address }) }),
});

/**
 * The address that a webhook tells is good for ten minutes; the API gives a new one.
 * https://developers.telnyx.com/api-reference/call-recordings/retrieve-a-call-recording
 */
export const telnyxRecordings: RecordingAccess = {
  apiKeyProblem: async (key) =>
    /^\S+$/.test(key) ? undefined : 'must be an API key, which has no spaces',
  requests: async ({ id }, { apiKeys }) => {
    const recording = ID.exec(id)?.[1];
    if (recording === undefined) return [];
    return apiKeys.map((key) => ({
      url: `https://api.telnyx.com/v2/recordings/${recording}`,
      authorization: `Bearer ${key}`,
      linkIn,
    }));
  },
};

function linkIn(body: unknown): string | undefined {
  const urls = reply.safeParse(body).data?.data.download_urls;
  return urls?.mp3 ?? urls?.wav;
}
