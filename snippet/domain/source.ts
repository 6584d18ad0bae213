import { TRACKING_PARAMETERS } from '../contract/tracking-parameters.ts';
import type { TouchParameters } from '../contract/wire.ts';

/** Longest value kept, in UTF-16 units. The worker cuts at the same length; real click ids are shorter. */
const MAX_VALUE = 512;

/**
 * Reads where a visitor came from, out of the landing URL and the referrer.
 *
 * Only known parameters and paths leave the browser: a query string may hold names, e-mail addresses
 * or tokens that are none of our business. Both arguments are as the browser has them: absolute, the
 * referrer perhaps empty.
 */
export function readTouch(
  landingUrl: string,
  referrer: string,
): { touch: TouchParameters; url: string } {
  const landing = new URL(landingUrl);
  const touch: TouchParameters = {};
  // Reversed, so that of a repeated parameter the first one stays, as `get` has it too.
  const anyCase = new Map(
    [...landing.searchParams].reverse().map(([name, value]) => [name.toLowerCase(), value]),
  );
  for (const name of TRACKING_PARAMETERS) {
    const value = landing.searchParams.get(name) ?? anyCase.get(name.toLowerCase());
    if (value) touch[name] = value.slice(0, MAX_VALUE);
  }
  const from = referrer && new URL(referrer);
  if (from && from.host !== landing.host) touch.referrer = withoutQuery(from).slice(0, MAX_VALUE);
  return { touch, url: withoutQuery(landing) };
}

/** Built by hand because `origin` is "null" for app referrers such as `android-app://com.example/`. */
function withoutQuery(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}
