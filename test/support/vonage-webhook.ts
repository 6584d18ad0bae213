import type { ParsedWebhook, WebhookRequest } from '../../worker/telephony/provider.ts';
import { vonage } from '../../worker/telephony/providers/vonage.ts';

export const NOW = 1_764_079_200_000;
export const ANSWER_URL = 'https://calls.example.com/v1/calls/vonage/demo';
export const CALL = 'CON-aaaaaaaa-bbbb-cccc-dddd-0123456789ab';
export const LEG = 'bbbbbbbb-aaaa-cccc-dddd-0123456789ab';
export const answerFields = {
  from: '33639980001',
  to: '33199002000',
  endpoint_type: 'phone',
  conversation_uuid: CALL,
  uuid: 'aaaaaaaabbbbccccdddd0123456789ab',
  region_url: 'https://api-eu-3.vonage.com',
};

/** A webhook as Vonage posts it. */
export const post = (body: string, token?: string, event?: string): WebhookRequest => ({
  method: 'POST',
  url: event === undefined ? ANSWER_URL : `${ANSWER_URL}/${event}`,
  headers: new Headers(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  body,
  event,
});

/** The answer webhook by GET, as it is sent unless set otherwise. */
export const get = (query: string, token?: string): WebhookRequest => ({
  ...post('', token),
  method: 'GET',
  url: `${ANSWER_URL}?${query}`,
});

export const readVonage = (fields: object, event?: string): ParsedWebhook =>
  vonage.parse(post(JSON.stringify(fields), undefined, event), 'FR', NOW);
