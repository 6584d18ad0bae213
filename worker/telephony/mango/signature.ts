import { sameText, sha256Hex } from '../hmac.ts';
import type { WebhookRequest } from '../provider.ts';

/**
 * Whether the form is signed with one of the secrets, each `{vpbx_api_key}:{salt}`: `sign` is the lower-case
 * hex SHA-256 of the key, the text in `json` letter by letter, and the salt.
 *
 * Neither address nor time is covered, and a genuine retry looks like the first delivery.
 *
 * https://www.mango-office.ru/upload/api/MangoOffice_VPBX_API_v1.9.pdf
 */
export async function verifyMangoSignature(
  request: WebhookRequest,
  secrets: readonly string[],
): Promise<boolean> {
  if (request.method !== 'POST') return false;
  const form = new URLSearchParams(request.body);
  const [givenKey, sign, json] = ['vpbx_api_key', 'sign', 'json'].map((name) => form.get(name));
  if (givenKey == null || sign == null || json == null) return false;
  for (const secret of secrets) {
    const { key, salt } = readSecret(secret) ?? {};
    if (key === undefined) continue;
    const expected = await sha256Hex(`${key}${json}${salt}`);
    if (sameText(givenKey, key) && sameText(sign, expected)) return true;
  }
  return false;
}

/** Neither part may be empty: without the salt anybody could sign. */
function readSecret(secret: string): { readonly key: string; readonly salt: string } | undefined {
  const [, key, salt] = /^([^:]+):(.+)$/s.exec(secret) ?? [];
  return key === undefined || salt === undefined ? undefined : { key, salt };
}
