import { ask, basic } from './ask.ts';
import type { TestSite } from './make-site.ts';

/** A page of the dashboard as its reader gets it. @throws where it is refused. */
export async function readPage(
  site: TestSite,
  path: string,
  key: string = site.apiKey,
): Promise<string> {
  const response = await ask(path, { headers: basic(key) });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return response.text();
}

/** What a browser sends for a button of a page. */
export function pressButton(
  site: TestSite,
  action: string,
  word: Record<string, string>,
  from: Record<string, string> = { 'sec-fetch-site': 'same-origin' },
): Promise<Response> {
  return ask(action, {
    method: 'POST',
    headers: {
      ...basic(site.apiKey),
      'content-type': 'application/x-www-form-urlencoded',
      ...from,
    },
    body: new URLSearchParams(word).toString(),
  });
}
