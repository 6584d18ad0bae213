import { fromBase64Url, toBase64Url } from './base64url.ts';

const IV_BYTES = 12;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Encrypts a short text (AES-GCM, random IV in front). */
export async function seal(key: CryptoKey, text: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const cipher = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, encoder.encode(text));
  return `${toBase64Url(iv)}.${toBase64Url(new Uint8Array(cipher))}`;
}

/** Undefined for what was not sealed with this key. */
export async function unseal(key: CryptoKey, sealed: string): Promise<string | undefined> {
  const [iv, cipher] = sealed.split('.').map(fromBase64Url);
  if (!iv || !cipher) return undefined;
  try {
    return decoder.decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, cipher));
  } catch {
    return undefined;
  }
}
