import { fromBase64Url, toBase64Url } from './base64url.ts';
import type { Keyring } from './keyring.ts';

export type IdKind = 'visitor' | 'session';

/** 128 bits: nobody guesses one, and ids stay short in every request. */
const SIGNATURE_BYTES = 16;

/** An id as it travels to browsers: `id.signature`. */
export async function signId(
  keyring: Keyring,
  siteId: string,
  kind: IdKind,
  id: string,
): Promise<string> {
  const key = await keyring.signing('id-signature', siteId);
  const mac = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(`${kind} ${id}`));
  return `${id}.${toBase64Url(new Uint8Array(mac).slice(0, SIGNATURE_BYTES))}`;
}

/** The bare id where the signature is this site's own for this kind; null for anything else. */
export async function readSignedId(
  keyring: Keyring,
  siteId: string,
  kind: IdKind,
  signed: string | null,
): Promise<string | null> {
  const [, id, signature] = signed?.match(/^([0-9a-z]{1,64})\.([\w-]{22})$/) ?? [];
  if (id === undefined || signature === undefined) return null;
  const expected = (await signId(keyring, siteId, kind, id)).slice(id.length + 1);
  const [given, wanted] = [fromBase64Url(signature), fromBase64Url(expected)];
  return given && wanted && sameBytes(given, wanted) ? id : null;
}

/** In constant time for equal lengths. */
function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && crypto.subtle.timingSafeEqual(a, b);
}
