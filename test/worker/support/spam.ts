import type { TestSite } from './make-site.ts';
import { putWord } from './owner-word.ts';
import { postTwilio, ring } from './phone.ts';
import { readAll } from './read-reports.ts';

/** Somebody rings and hangs up, so many times. */
export async function ringOften(
  site: TestSite,
  number: string,
  times: number,
  change: Record<string, unknown> = {},
): Promise<void> {
  for (let time = 0; time < times; time++) await ring(site, number, change);
}

/** The newest call of a site, once it has reached D1. */
export async function latestCall(site: TestSite) {
  const [latest] = await readAll(site, 'calls');
  if (latest === undefined) throw new Error('no calls');
  return latest;
}

/** What the owner says of a call. */
export function say(
  site: TestSite,
  callId: string,
  word: unknown,
  key: string = site.apiKey,
): Promise<Response> {
  return putWord(site, callId, 'spam', word, key);
}

/** Twilio's inbound call, and the TwiML it is answered with. */
export async function answerOf(
  site: TestSite,
  fields: Record<string, string>,
  event?: string,
): Promise<string> {
  return (await postTwilio(site, event, fields)).text();
}
