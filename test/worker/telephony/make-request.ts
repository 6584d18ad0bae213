import type { WebhookRequest } from '../../../worker/telephony/provider.ts';

export const NOW = 1_764_079_200_000;
export const URL_DEMO = 'https://calls.example.com/v1/calls/twilio/demo';

/** A webhook with a form as its body. */
export function formRequest(
  params: Record<string, string> | string[][],
  event?: string,
  headers: Record<string, string> = {},
): WebhookRequest {
  return {
    method: 'POST',
    url: event === undefined ? URL_DEMO : `${URL_DEMO}/${event}`,
    headers: new Headers({ 'content-type': 'application/x-www-form-urlencoded', ...headers }),
    body: new URLSearchParams(params).toString(),
    event,
  };
}

/** The text with its character at `index` changed into another. */
export function tampered(text: string, index: number, character: string): string {
  const at = index % text.length;
  const other = character === text[at] ? (character === 'a' ? 'b' : 'a') : character;
  return text.slice(0, at) + other + text.slice(at + 1);
}
