import { toBase64Url } from './base64url.ts';

/** A new key of the read API. Shown once; only its hash is kept. */
export function newApiKey(): string {
  return `rt_${toBase64Url(crypto.getRandomValues(new Uint8Array(24)))}`;
}

/** A key is long and random, so a plain SHA-256 is no weaker than the key. */
export async function hashApiKey(key: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key));
  return toBase64Url(new Uint8Array(digest));
}

/** Compares two secrets in constant time, whatever their lengths. */
export async function sameSecret(a: string, b: string): Promise<boolean> {
  return (await hashApiKey(a)) === (await hashApiKey(b));
}
