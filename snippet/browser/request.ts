/** A server slower than this counts as down: a number that changes so late is worse than none. */
const TIMEOUT_MS = 10_000;

/**
 * Sends and waits for the answer, of whatever status; undefined when none arrives. There is never a CORS preflight: a string body travels as
 * `text/plain`, without cookies. https://fetch.spec.whatwg.org/#cors-safelisted-request-header
 */
export async function post(url: string, body: string): Promise<Response | undefined> {
  try {
    return await fetch(url, {
      method: 'POST',
      body,
      keepalive: true,
      credentials: 'omit',
      signal: AbortSignal.timeout?.(TIMEOUT_MS) as AbortSignal, // missing before Safari 16, and then none
    });
  } catch {
    return undefined;
  }
}

/** Sends even while the page is going away; nobody waits for an answer. */
export function postFarewell(url: string, body: string): void {
  // Missing or refused (a privacy setting, a full queue): fetch with keepalive does the same.
  navigator.sendBeacon?.(url, body) || post(url, body);
}
