import { hmac, sha256Hex, toBase64 } from '../../../worker/telephony/hmac.ts';
import { ask } from './ask.ts';
import { now } from './local.ts';

export const VONAGE_SECRET = 'vonage-signature-secret';

const base64Url = (text: string) =>
  text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** A token as Vonage makes it, for a request with this payload. */
export async function vonageAuthorization(payload: string): Promise<{ authorization: string }> {
  const claims = {
    iat: Math.floor((await now()) / 1_000),
    jti: crypto.randomUUID(),
    payload_hash: await sha256Hex(payload),
  };
  const signed = [{ alg: 'HS256' }, claims]
    .map((part) => base64Url(btoa(JSON.stringify(part))))
    .join('.');
  const signature = base64Url(toBase64(await hmac('SHA-256', VONAGE_SECRET, signed)));
  return { authorization: `Bearer ${signed}.${signature}` };
}

/** A webhook of Vonage's, and the NCCO it is answered with. */
export async function postVonage(
  site: { readonly key: string },
  event: string | undefined,
  fields: Record<string, unknown>,
): Promise<unknown> {
  const body = JSON.stringify(fields);
  const path = `/v1/calls/vonage/${site.key}${event === undefined ? '' : `/${event}`}`;
  const headers = {
    ...(await vonageAuthorization(body)),
    'content-type': 'application/json',
  };
  const response = await ask(path, { method: 'POST', headers, body });
  return response.json();
}
