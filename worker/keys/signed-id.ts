import { toBase64Url } from './base64url.ts';
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
  const [, id] = signed?.match(/^([0-9a-z]{1,64})\.[\w-]{22}$/) ?? [];
  if (!signed || id === undefined) return null;
  return sameText(signed, await signId(keyring, siteId, kind, id)) ? id : null;
}

/** In constant time. Texts, not decoded bytes: base64 has several spellings of the same bytes. */
function sameText(a: string, b: string): boolean {
  const encoder = new TextEncoder();
  const [given, wanted] = [encoder.encode(a), encoder.encode(b)];
  return given.length === wanted.length && crypto.subtle.timingSafeEqual(given, wanted);
}
