const encoder = new TextEncoder();

/** HMAC of a text, which is taken as UTF-8, as is a key that is text. The secret must not be empty. */
export async function hmac(
  hash: 'SHA-1' | 'SHA-256',
  secret: string | Uint8Array<ArrayBuffer>,
  text: string,
): Promise<Uint8Array> {
  const algorithm = { name: 'HMAC', hash };
  const raw = typeof secret === 'string' ? encoder.encode(secret) : secret;
  const key = await crypto.subtle.importKey('raw', raw, algorithm, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)));
}

/** SHA-256 of a text as UTF-8, in lower-case hex. */
export async function sha256Hex(text: string): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text))));
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/**
 * Whether two texts are the same, in a time that depends only on the length of `given`.
 *
 * Texts, not decoded bytes: base64 has several spellings of the same bytes, and only the one that the
 * provider writes is accepted.
 */
export function sameText(given: string, expected: string): boolean {
  let difference = given.length ^ expected.length;
  for (let i = 0; i < given.length; i++) {
    // Past the end of `expected` charCodeAt gives NaN, which XOR takes for 0; the lengths differ then.
    difference |= given.charCodeAt(i) ^ expected.charCodeAt(i);
  }
  return difference === 0;
}
