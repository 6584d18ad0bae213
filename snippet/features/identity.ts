import { readStored, store } from '../browser/storage.ts';
import type { Lease } from '../domain/lease.ts';

/** What is known of this browser, perhaps from an earlier page view or another tab. */
export type Recall = () => Lease | undefined;
export type Remember = (lease: Lease) => void;

/**
 * Keeps visitor, session and swaps under one key of first-party storage. Where nothing may be stored,
 * what an earlier, more generous day left behind is deleted.
 */
export function createIdentity(site: string, mayStore: boolean): [Recall, Remember] {
  const key = `ringtrace:${site}`;
  if (!mayStore) store(key);
  const recall = () => {
    const lease = readStored(key) as Lease | undefined;
    // Anything on the page may have written there: what does not look like a lease never existed.
    return mayStore && Array.isArray(lease?.swaps) ? lease : undefined;
  };
  // Without a visitor the server has said no (consent denied, a bot): then nothing is kept either.
  const remember = (lease: Lease) => store(key, mayStore && lease.visitor ? lease : undefined);
  return [recall, remember];
}
