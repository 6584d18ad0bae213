import { ask, PUBLIC_URL } from './ask.ts';
import { now } from './local.ts';
import { SECRETS } from './make-site.ts';

type Site = { readonly key: string };

export const CALLER = '+33639980001';

let rung = 0;

export function newCallId(): string {
  rung += 1;
  return `call-${rung}`;
}

/** A webhook of the `generic` provider, signed as its contract says. */
export async function postGeneric(
  site: Site,
  body: Record<string, unknown>,
  secret: string = SECRETS.generic,
): Promise<Response> {
  const init = await signedGeneric(body, secret);
  return ask(`/v1/calls/generic/${site.key}`, init);
}

export async function signedGeneric(
  body: unknown,
  secret: string = SECRETS.generic,
  atSeconds?: number,
): Promise<RequestInit & { headers: Record<string, string>; body: string }> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const timestamp = String(atSeconds ?? Math.floor((await now()) / 1_000));
  const signature = hex(await hmac('SHA-256', secret, `${timestamp}.${text}`));
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-ringtrace-timestamp': timestamp,
      'x-ringtrace-signature': signature,
    },
    body: text,
  };
}

/** Somebody rings a number; the id of the call. */
export async function ring(
  site: Site,
  number: string,
  change: Record<string, unknown> = {},
): Promise<string> {
  const call = newCallId();
  const body = { v: 1, event: 'incoming', call, to: number, from: CALLER, ...change };
  const response = await postGeneric(site, body);
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  await response.arrayBuffer();
  return String(body.call);
}

/** Somebody writes to a number, by the `generic` provider. */
export async function postText(
  site: Site,
  fields: Record<string, unknown> & { to: string },
): Promise<Response> {
  const body = { v: 1, message: 'm-1', from: CALLER, text: 'Hello', ...fields };
  return ask(`/v1/messages/generic/${site.key}`, await signedGeneric(body));
}

/** A webhook of Twilio's, signed as Twilio does: base64 of HMAC-SHA1 over the URL and the sorted form. */
export async function postTwilio(
  site: Site,
  event: string | undefined,
  fields: Record<string, string>,
  token: string = SECRETS.twilio,
): Promise<Response> {
  const path = `/v1/calls/twilio/${site.key}${event === undefined ? '' : `/${event}`}`;
  return ask(path, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': await twilioSignature(`${PUBLIC_URL}${path}`, fields, token),
    },
    body: new URLSearchParams(fields).toString(),
  });
}

export async function twilioSignature(
  url: string,
  fields: Record<string, string> = {},
  token: string = SECRETS.twilio,
): Promise<string> {
  const form = Object.keys(fields)
    .sort()
    .map((name) => `${name}${fields[name]}`)
    .join('');
  return btoa(String.fromCharCode(...(await hmac('SHA-1', token, url + form))));
}

async function hmac(hash: string, secret: string, text: string): Promise<Uint8Array> {
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash };
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, [
    'sign',
  ]);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
