import { networkOf } from '../domain/network.ts';
import { DAY, type EpochMs } from '../domain/time.ts';
import { toBase64Url } from './base64url.ts';
import type { Keyring } from './keyring.ts';

/**
 * What a visitor's network is told from others by for a day: a keyed hash, different for every site and
 * day, kept in the pool's memory and nowhere else.
 */
export async function hashNetwork(
  keyring: Keyring,
  siteId: string,
  ip: string,
  now: EpochMs,
): Promise<string> {
  const hashing = await keyring.signing('network-hash', siteId);
  const text = `${Math.floor(now / DAY)} ${networkOf(ip)}`;
  const hash = await crypto.subtle.sign('HMAC', hashing, new TextEncoder().encode(text));
  return toBase64Url(new Uint8Array(hash).slice(0, 12));
}
