import { hmac, sameText, sha256Hex, toBase64 } from '../hmac.ts';
import type { WebhookRequest } from '../provider.ts';
import { queryOf } from '../request-fields.ts';

const SIGNATURE_LENGTH = 28; // base64 of the 20 bytes of SHA-1

/**
 * Checks `X-Twilio-Signature`: base64 of the HMAC-SHA1 of the URL as configured at Twilio, followed by
 * the form's names and values sorted by name. Where the URL carries `bodySHA256`, only the URL is signed
 * and that parameter holds the hash of the body. Twilio is not consistent in whether it signs the port,
 * so the URL counts with it and without.
 *
 * https://www.twilio.com/docs/usage/security#validating-requests
 * https://www.twilio.com/docs/usage/webhooks/webhooks-security
 */
export async function verifyTwilioSignature(
  request: WebhookRequest,
  secrets: readonly string[],
): Promise<boolean> {
  const given = request.headers.get('x-twilio-signature');
  if (given?.length !== SIGNATURE_LENGTH) return false;

  const bodyHash = queryOf(request.url).get('bodySHA256');
  if (bodyHash !== null && !sameText(await sha256Hex(request.body), bodyHash)) return false;

  const form = request.method === 'POST' && bodyHash === null ? sortedForm(request.body) : '';
  for (const secret of secrets) {
    if (secret === '') continue;
    for (const url of urlsAsSigned(request.url)) {
      if (sameText(given, toBase64(await hmac('SHA-1', secret, url + form)))) return true;
    }
  }
  return false;
}

/** Sorted by code unit, never by locale; a name that repeats has its distinct values sorted, as in Twilio's SDKs. */
function sortedForm(body: string): string {
  const form = new URLSearchParams(body);
  return [...new Set(form.keys())]
    .sort()
    .flatMap((name) => [...new Set(form.getAll(name))].sort().map((value) => name + value))
    .join('');
}

/**
 * Without the port and with it. Not through `URL`, which would change the case of the host and the escapes
 * of the path.
 */
export function urlsAsSigned(url: string): string[] {
  const parts = /^(https?:\/\/)([^/?#]*?)(:\d+)?([/?#].*)?$/is.exec(url);
  if (parts === null) return [url];
  const [, scheme = '', host = '', port, rest = ''] = parts;
  const withPort = port ?? (scheme.toLowerCase() === 'https://' ? ':443' : ':80');
  return [scheme + host + rest, scheme + host + withPort + rest];
}
