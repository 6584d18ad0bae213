import type { EpochMs } from '../../domain/time.ts';
import { isFresh } from '../fresh.ts';
import { hmac, sameText, toBase64 } from '../hmac.ts';
import { md5 } from '../md5.ts';
import type { WebhookRequest } from '../provider.ts';

/**
 * Whether a callback was signed by one of the applications whose `{key}:{secret in base64}` are given:
 * `Authorization: application {key}:{signature}`, base64 of the HMAC-SHA256 of method, body's MD5, content
 * type, `x-timestamp` and path. Basic authentication, which Sinch's own validators take too, would let
 * everybody in who has once seen it, and is refused.
 *
 * https://developers.sinch.com/docs/voice/api-reference/authentication/callback-signed-request
 */
export async function verifySinchSignature(
  request: WebhookRequest,
  secrets: readonly string[],
  now: EpochMs,
): Promise<boolean> {
  const given = credentialsOf(request);
  const timestamp = request.headers.get('x-timestamp') ?? '';
  const at = signedAt(timestamp);
  if (given === undefined || at === undefined || !isFresh(at, now)) return false;

  const text = [
    request.method,
    request.body === '' ? '' : toBase64(md5(new TextEncoder().encode(request.body))),
    request.headers.get('content-type') ?? '',
    `x-timestamp:${timestamp}`,
    pathOf(request.url),
  ].join('\n');
  for (const secret of secrets) {
    const [, key = '', encoded = ''] = /^([^:]+):(.+)$/s.exec(secret) ?? [];
    const bytes = decode(encoded);
    if (bytes === undefined || bytes.length === 0) continue;
    const expected = `${key}:${toBase64(await hmac('SHA-256', bytes, text))}`;
    if (sameText(given, expected)) return true;
  }
  return false;
}

/** The signature covers the time. */
export function sinchNonce(request: WebhookRequest): string | undefined {
  return credentialsOf(request)?.replace(/^.*:/s, '');
}

function credentialsOf({ headers }: WebhookRequest): string | undefined {
  return /^application (\S+:[\w+/]{43}=)$/i.exec(headers.get('authorization') ?? '')?.[1];
}

/** E.g. `2024-01-19T09:19:28.9372196Z`. What else stands in the header is signed like the rest of it. */
function signedAt(timestamp: string): EpochMs | undefined {
  const time = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.exec(timestamp)?.[0];
  const at = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(at) ? undefined : at;
}

/** Not through `URL`, which would change the escapes of the path. */
function pathOf(url: string): string {
  return url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
}

/** Base64 in either of its alphabets, padded or not; undefined where it is none. */
function decode(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const text = atob(base64.trim().replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(text, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
