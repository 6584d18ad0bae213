import { ask, bearer } from './ask.ts';
import type { TestSite } from './make-site.ts';

/** What the owner says of a call: who made it, or whether it is spam. */
export function putWord(
  site: TestSite,
  callId: string,
  about: 'match' | 'spam',
  word: unknown,
  key: string = site.apiKey,
): Promise<Response> {
  return ask(`/api/v1/calls/${callId}/${about}?site=${site.key}`, {
    method: 'PUT',
    headers: { ...bearer(key), 'content-type': 'application/json' },
    body: JSON.stringify(word),
  });
}
