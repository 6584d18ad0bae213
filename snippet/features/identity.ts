import { readCookie } from '../browser/cookie.ts';
import { readStored, store } from '../browser/storage.ts';
import type { Lease } from '../domain/lease.ts';
import type { Hooks } from './core.ts';

/**
 * What is known of this browser, perhaps from an earlier page view, another tab or a sister domain. In haste
 * the cookie is not looked at, which takes a browser a millisecond the first time.
 */
export type Recall = (inHaste?: boolean) => Lease | undefined;
/** With none, whatever was kept is deleted. */
export type Remember = (lease?: Lease) => void;

/**
 * Keeps visitor, session and swaps under one key of first-party storage. The two ids are in a cookie too,
 * which is all that the site's other subdomains see.
 */
export function createIdentity(
  site: string,
  mayStore: () => boolean,
  hooks: Hooks,
): [Recall, Remember] {
  const key = `ringtrace_${site}`;
  const recall = (inHaste?: boolean) => {
    if (!mayStore()) return undefined;
    const lease = readStored(key) as Lease | undefined;
    const cookie = !inHaste && readCookie(key);
    // Anything on the page may have written there: what does not look like a lease never existed.
    const known = Array.isArray(lease?.swaps) ? lease : undefined;
    if (!cookie) return known;
    const [visitor = null, session = null] = cookie.split('~');
    return { ...(visitor === known?.visitor ? known : NOTHING_SHOWN), visitor, session } as Lease;
  };
  const remember = (lease?: Lease) => {
    // Before the visitor has said anything, what an earlier yes allowed is neither read nor lost.
    if (lease && !mayStore()) return;
    // Without a visitor the server has said no (a bot): then nothing is kept either.
    const kept = lease?.visitor ? lease : undefined;
    store(key, kept);
    hooks.remembered?.(key, kept);
  };
  return [recall, remember];
}

const NOTHING_SHOWN = { swaps: [], confirmedAt: 0 };
