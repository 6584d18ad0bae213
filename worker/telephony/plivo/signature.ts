import { hmac, sameText, toBase64 } from '../hmac.ts';
import type { WebhookRequest } from '../provider.ts';

const SIGNATURE_LENGTH = 44; // base64 of the 32 bytes of SHA-256

type Scheme = {
  /** One is made with the token of the account or subaccount, the other with the main account's. */
  readonly signatures: readonly string[];
  readonly nonce: string;
  /** What is signed. */
  text(request: WebhookRequest, nonce: string): string;
};

/** https://www.plivo.com/docs/voice/concepts/signature-validation/ */
const V3: Scheme = {
  signatures: ['x-plivo-signature-v3', 'x-plivo-signature-ma-v3'],
  nonce: 'x-plivo-signature-v3-nonce',
  text: (request, nonce) => `${requestText(request)}.${nonce}`,
};

/** Neither the query nor the body is signed. https://docs.plivo.com/docs/verify/concepts/signature-validation */
const V2: Scheme = {
  signatures: ['x-plivo-signature-v2', 'x-plivo-signature-ma-v2'],
  nonce: 'x-plivo-signature-v2-nonce',
  text: (request, nonce) => splitUrl(request.url).base + nonce,
};

/**
 * Whether one of the signatures, several in a header while two tokens are active, was made with one of
 * the secrets. What hints at V3 is held to V3: the weaker V2 would let its parameters be changed.
 */
export async function verifyPlivoSignature(
  request: WebhookRequest,
  secrets: readonly string[],
): Promise<boolean> {
  if (request.method !== 'GET' && request.method !== 'POST') return false;
  const scheme = schemeOf(request.headers);
  const nonce = request.headers.get(scheme.nonce) ?? '';
  const given = scheme.signatures
    .flatMap((name) => (request.headers.get(name) ?? '').split(','))
    .map((signature) => signature.trim())
    .filter((signature) => signature.length === SIGNATURE_LENGTH);
  if (nonce === '' || given.length === 0) return false;

  const text = scheme.text(request, nonce);
  for (const secret of secrets) {
    if (secret === '') continue;
    const expected = toBase64(await hmac('SHA-256', secret, text));
    if (given.some((signature) => sameText(signature, expected))) return true;
  }
  return false;
}

/** Random, and another one for every request. */
export function plivoNonce({ headers }: WebhookRequest): string | undefined {
  return headers.get(schemeOf(headers).nonce) || undefined;
}

/** Plivo's parameters: a form in the body; with GET all of the query. */
export function plivoForm(request: WebhookRequest): URLSearchParams {
  return request.method === 'POST' ? new URLSearchParams(request.body) : plivoQuery(request);
}

/** What the address itself says, whatever the method. */
export function plivoQuery(request: WebhookRequest): URLSearchParams {
  return new URLSearchParams(splitUrl(request.url).query);
}

function schemeOf(headers: Headers): Scheme {
  return [...V3.signatures, V3.nonce].some((name) => headers.has(name)) ? V3 : V2;
}

/**
 * The URL with its query sorted; with POST the sorted form follows. The separators are those of Plivo's
 * own validators: a form without a query still has the question mark, a dot parts the two.
 */
function requestText(request: WebhookRequest): string {
  const { base } = splitUrl(request.url);
  const query = sorted(plivoQuery(request), '=').join('&');
  const form = request.method === 'POST' ? sorted(plivoForm(request), '') : [];
  const url = query === '' && form.length === 0 ? base : `${base}?${query}`;
  return url + (query !== '' && form.length > 0 ? '.' : '') + form.join('');
}

/** By name, then by value, by code unit; a name that repeats stays repeated. */
function sorted(parameters: URLSearchParams, between: string): string[] {
  return [...new Set(parameters.keys())].sort().flatMap((name) =>
    parameters
      .getAll(name)
      .sort()
      .map((value) => name + between + value),
  );
}

/** Not through `URL`, which would change the case of the host and the escapes of the path. */
function splitUrl(url: string): { base: string; query: string } {
  const start = url.indexOf('?');
  return start === -1
    ? { base: url, query: '' }
    : { base: url.slice(0, start), query: url.slice(start + 1) };
}
