import { TRACKING_PARAMETERS } from '../../../snippet/contract/tracking-parameters.ts';
import type { TouchParameters } from '../../../snippet/contract/wire.ts';

/**
 * Where a visitor came from, out of the page's whole address and its referrer: for pages that cannot run
 * the snippet, which reads both in the browser. Known parameters alone are kept, as there.
 *
 * @param referrer may be empty, or anything else that is no address.
 * @returns undefined where `pageUrl` is no address.
 */
export function touchOfUrl(
  pageUrl: string,
  referrer: string,
): { readonly touch: TouchParameters; readonly url: string } | undefined {
  const page = URL.parse(pageUrl);
  if (page === null) return undefined;
  const touch: TouchParameters = {};
  // Reversed, so that of a repeated parameter the first one stays.
  const anyCase = new Map(
    [...page.searchParams].reverse().map(([name, value]) => [name.toLowerCase(), value]),
  );
  for (const name of TRACKING_PARAMETERS) {
    const value = page.searchParams.get(name) ?? anyCase.get(name.toLowerCase());
    if (value) touch[name] = value;
  }
  const from = URL.parse(referrer);
  if (from && from.host !== page.host) touch.referrer = withoutQuery(from);
  return { touch, url: withoutQuery(page) };
}

/** Built by hand because `origin` is "null" for app referrers such as `android-app://com.example/`. */
function withoutQuery({ protocol, host, pathname }: URL): string {
  return `${protocol}//${host}${pathname}`;
}
