import { hmac, sameText, sha256Hex, toBase64, toHex } from '../hmac.ts';
import type { WebhookRequest } from '../provider.ts';
import { queryOf } from '../request-fields.ts';
import { urlsAsSigned } from '../twiml/signature.ts';

/** One way in which a request may be signed. */
type Scheme = {
  readonly hash: 'SHA-1' | 'SHA-256';
  readonly write: (bytes: Uint8Array) => string;
  /** What is signed; any of them will do. */
  readonly texts: readonly string[];
};

/**
 * Checks `X-SignalWire-SHA256-Signature` where it is sent, else `X-SignalWire-Signature` (also sent under
 * Twilio's name). The first is decisive: where it is wrong, the weaker one does not save the request.
 */
export async function verifySignalwireSignature(
  request: WebhookRequest,
  secrets: readonly string[],
): Promise<boolean> {
  const { method, headers } = request;
  if (method !== 'GET' && method !== 'POST') return false;
  const sha256 = headers.get('x-signalwire-sha256-signature');
  const sha1 = headers.get('x-signalwire-signature') ?? headers.get('x-twilio-signature');
  const given = sha256 ?? sha1 ?? '';
  const schemes = sha256 === null ? await sha1Schemes(request) : [rawBody(request, 'SHA-256')];
  for (const secret of secrets) {
    if (secret === '') continue;
    for (const { hash, write, texts } of schemes) {
      for (const text of texts) {
        if (sameText(given, write(await hmac(hash, secret, text)))) return true;
      }
    }
  }
  return false;
}

/** Whether the body is JSON: no form begins with a brace. The content type is not signed. */
export function isSignalwireJson({ method, body }: WebhookRequest): boolean {
  return method === 'POST' && body.trimStart().startsWith('{');
}

async function sha1Schemes(request: WebhookRequest): Promise<Scheme[]> {
  const form = await signedForm(request);
  const texts = form === undefined ? [] : urlsAsSigned(request.url).map((url) => url + form);
  return [rawBody(request, 'SHA-1'), { hash: 'SHA-1', write: toBase64, texts }];
}

/** Hex, of the URL and the body as they are: https://signalwire.com/docs/swml/guides/webhook-security */
function rawBody({ url, body }: WebhookRequest, hash: Scheme['hash']): Scheme {
  return { hash, write: toHex, texts: [url + body] };
}

/**
 * What the compatibility API signs after the URL: the form's names and values, sorted by name, those of one
 * name in the order of submission; nothing where the URL carries the body's hash. Undefined where the hash is
 * wrong, and for other JSON: read as a form, another text might come to the same.
 *
 * https://developer.signalwire.com/guides/webhook-security, and SignalWire's own SDKs.
 */
async function signedForm(request: WebhookRequest): Promise<string | undefined> {
  const hash = queryOf(request.url).get('bodySHA256');
  if (hash !== null) return sameText(await sha256Hex(request.body), hash) ? '' : undefined;
  if (isSignalwireJson(request)) return undefined;
  if (request.method === 'GET') return '';
  return [...new URLSearchParams(request.body)]
    .sort(([a], [b]) => (a < b ? -1 : Number(a > b)))
    .map(([name, value]) => name + value)
    .join('');
}
