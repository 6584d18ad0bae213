import { type EpochMs, SECOND } from '../../domain/time.ts';
import { cleanId } from '../clean-text.ts';
import { isFresh } from '../fresh.ts';
import { hmac, sameText, sha256Hex, toBase64 } from '../hmac.ts';
import type { WebhookRequest } from '../provider.ts';
import { queryOf } from '../request-fields.ts';

/**
 * Checks the JWT in `Authorization`: HS256 with the account's signature secret, issued at most 300 s ago
 * or ahead, over the payload's SHA-256 in `payload_hash`. A payload without its hash is refused, for then
 * the token would go with any other, too. The algorithm is ours to choose, never the token's: `none` or a
 * key that is public would let anybody sign.
 *
 * The token covers neither the site nor the path, and the secret is the account's: sites of one account
 * each take what was signed for another.
 *
 * https://developer.vonage.com/en/getting-started/concepts/webhooks#decoding-signed-webhooks
 */
export async function verifyVonageToken(
  request: WebhookRequest,
  secrets: readonly string[],
  now: EpochMs,
): Promise<boolean> {
  const token = tokenOf(request);
  if (token === undefined || token.head.alg !== 'HS256' || !isInForce(token.claims, now))
    return false;

  const payload = payloadOf(request);
  const hash = token.claims.payload_hash;
  if (payload !== '') {
    if (typeof hash !== 'string' || !sameText(hash, await sha256Hex(payload))) return false;
  }
  for (const secret of secrets) {
    if (secret === '') continue;
    const expected = toBase64Url(await hmac('SHA-256', secret, token.signed));
    if (sameText(token.signature, expected)) return true;
  }
  return false;
}

/** The token's own id; one without is known by its signature, which covers the time. */
export function nonceOf(request: WebhookRequest): string | undefined {
  const token = tokenOf(request);
  return token === undefined ? undefined : (cleanId(token.claims.jti) ?? token.signature);
}

type Json = Readonly<Record<string, unknown>>;
type Token = {
  readonly head: Json;
  readonly claims: Json;
  readonly signed: string;
  readonly signature: string;
};

function tokenOf(request: WebhookRequest): Token | undefined {
  const authorization = request.headers.get('authorization') ?? '';
  const parts = /^Bearer (([\w-]+)\.([\w-]+))\.([\w-]+)$/.exec(authorization);
  if (parts === null) return undefined;
  const [, signed = '', first = '', second = '', signature = ''] = parts;
  const head = decode(first);
  const claims = decode(second);
  return head && claims && { head, claims, signed, signature };
}

/** https://www.rfc-editor.org/rfc/rfc7519#section-4.1: `iat` and `exp` are in seconds; Vonage sends no `exp`. */
function isInForce({ iat, exp }: Json, now: EpochMs): boolean {
  if (typeof iat !== 'number' || !isFresh(iat * SECOND, now)) return false;
  return exp === undefined || (typeof exp === 'number' && now < exp * SECOND);
}

/**
 * What the hash is of: the body, and with GET the parameters in their order as a JSON object.
 * https://api.support.vonage.com/hc/en-us/articles/19033783342876
 */
function payloadOf(request: WebhookRequest): string {
  if (request.method !== 'GET') return request.body;
  const query = queryOf(request.url);
  return query.size === 0 ? '' : JSON.stringify(Object.fromEntries(query));
}

function decode(base64Url: string): Json | undefined {
  try {
    const text = atob(base64Url.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    const json: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof json === 'object' && json !== null ? (json as Json) : undefined;
  } catch {
    return undefined; // Whatever it is, it is no part of a JWT.
  }
}

function toBase64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
