import { ask, bearer } from './ask.ts';
import type { TestSite } from './make-site.ts';
import { putWord } from './owner-word.ts';

/** The owner says which session caused a call; null: none did. */
export function correct(
  site: TestSite,
  callId: string,
  session: unknown,
  key: string = site.apiKey,
): Promise<Response> {
  return putWord(site, callId, 'match', { session }, key);
}

/** The owner takes back what they said of a call. */
export function takeBack(site: TestSite, callId: string): Promise<Response> {
  return ask(`/api/v1/calls/${callId}/match?site=${site.key}`, {
    method: 'DELETE',
    headers: bearer(site.apiKey),
  });
}
