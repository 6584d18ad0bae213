import { hmac, sameText, toBase64, toHex } from '../hmac.ts';
import type { WebhookRequest } from '../provider.ts';

const CALL_IN = ['caller_id', 'called_did', 'call_start'] as const;
const CALL_OUT = ['internal', 'destination', 'call_start'] as const;

/** What is signed of each event: https://github.com/zadarma/user-api-v1/tree/master/lib/Webhook */
const SIGNED_FIELDS = new Map<string, readonly string[]>([
  ['NOTIFY_START', CALL_IN],
  ['NOTIFY_IVR', CALL_IN],
  ['NOTIFY_INTERNAL', CALL_IN],
  ['NOTIFY_ANSWER', ['caller_id', 'destination', 'call_start']],
  ['NOTIFY_END', CALL_IN],
  ['NOTIFY_OUT_START', CALL_OUT],
  ['NOTIFY_OUT_END', CALL_OUT],
  ['NOTIFY_RECORD', ['pbx_call_id', 'call_id_with_rec']],
]);

/**
 * `Signature` is the base64 of the lower-case hex of the HMAC-SHA1 over some fields of the form, one after
 * the other: https://zadarma.com/en/support/api/#api_webhooks
 *
 * It covers neither the address nor the call's id, nor how the call ended, and no nonce: whoever sees a
 * request may say anything of calls between the same two numbers. TLS keeps it from others. Its time cannot
 * be checked either, being that of the call's start in a zone that is not named.
 */
export async function verifyZadarmaSignature(
  request: WebhookRequest,
  secrets: readonly string[],
): Promise<boolean> {
  const given = request.headers.get('signature') ?? '';
  const text = signedText(new URLSearchParams(request.body));
  if (text === undefined) return false;
  for (const secret of secrets) {
    if (secret === '') continue;
    const hex = toHex(await hmac('SHA-1', secret, text));
    if (sameText(given, toBase64(new TextEncoder().encode(hex)))) return true;
  }
  return false;
}

/** Undefined for an event of which it is not known what is signed. A field that is missing counts as empty. */
function signedText(form: URLSearchParams): string | undefined {
  const fields = SIGNED_FIELDS.get(form.get('event') ?? '');
  return fields?.map((name) => form.get(name) ?? '').join('');
}
