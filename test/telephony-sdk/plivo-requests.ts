import { createHmac } from 'node:crypto';
import plivoSdk from 'plivo';
import { expect } from 'vitest';
import type { WebhookRequest } from '../../worker/telephony/provider.ts';
import { plivo } from '../../worker/telephony/providers/plivo.ts';

export const TOKEN = 'demo-plivo-token';
export const URL_DEMO = 'https://calls.example.com/v1/calls/plivo/demo';
export const NOW = Date.UTC(2026, 10, 25, 14, 0, 50);
export const NONCE = '31627761595286130198';
export const CALL = '3e82ae9d-2c78-4d85-b1a4-6eae7dbafb36';
export const LEG = '0df857fe-2ffb-4f8f-818f-c2161eaf4933';

export type Params = Record<string, string>;

/** The inbound call, as Plivo posts it. */
export const INBOUND: Params = {
  CallUUID: CALL,
  From: '33639980001',
  To: '33199002000',
  CallerName: 'Zoë & Sons <b>',
  CallStatus: 'ringing',
  Direction: 'inbound',
  Event: 'StartApp',
  ForwardedFrom: '33199001234',
  SessionStart: '2026-11-25 14:00:00.238707',
  STIRVerification: 'Verified',
};

export function request(params: Params, event?: string, headers: Params = {}): WebhookRequest {
  return {
    method: 'POST',
    url: event === undefined ? URL_DEMO : `${URL_DEMO}/${event}`,
    headers: new Headers(headers),
    body: new URLSearchParams(params).toString(),
    event,
  };
}

export const hmac = (text: string, token = TOKEN) =>
  createHmac('sha256', token).update(text).digest('base64');
export const v3 = (signature: string): Params => ({
  'x-plivo-signature-v3': signature,
  'x-plivo-signature-v3-nonce': NONCE,
});
export const v2 = (token = TOKEN): Params => ({
  'x-plivo-signature-v2': hmac(URL_DEMO + NONCE, token),
  'x-plivo-signature-v2-nonce': NONCE,
});
const joined = (params: Params, between: string) =>
  Object.keys(params)
    .sort()
    .map((name) => `${name}${between}${params[name]}`);

/** The SDK can only validate: the signature as documented, once the SDK has called it right. */
export function sdkSigned(method: string, url: string, params: Params, token = TOKEN): string {
  const query = Object.fromEntries(new URL(url).searchParams);
  const base = url.replace(/\?.*$/, '');
  const text =
    method === 'GET'
      ? [base, joined({ ...query, ...params }, '=').join('&')]
          .filter((part) => part !== '')
          .join('?')
      : Object.keys({ ...query, ...params }).length === 0
        ? base
        : `${base}?${[joined(query, '=').join('&'), joined(params, '').join('')]
            .filter((part) => part !== '')
            .join('.')}`;
  const signature = hmac(`${text}.${NONCE}`, token);
  expect(plivoSdk.validateV3Signature(method, url, NONCE, token, signature, { ...params })).toBe(
    true,
  );
  return signature;
}

export const verify = (sent: WebhookRequest, secrets = [TOKEN]) => plivo.verify(sent, secrets, NOW);

export const read = (params: Params, event?: string, country = 'FR') =>
  plivo.parse(request(params, event), country, NOW);
export const eventsOf = (params: Params, event?: string, country?: string) => {
  const parsed = read(params, event, country);
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.events;
};
