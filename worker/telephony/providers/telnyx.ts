import { ALL_ABILITIES } from '../../domain/flows/flow-problems.ts';
import { type EpochMs, SECOND } from '../../domain/time.ts';
import { isFresh } from '../fresh.ts';
import { toBase64 } from '../hmac.ts';
import type { ParsedWebhook, Provider, WebhookRequest } from '../provider.ts';
import { parseCallControl } from '../telnyx/call-control.ts';
import { renderTexml } from '../telnyx/document.ts';
import { telnyxMessaging } from '../telnyx/messages.ts';
import { telnyxRecordings } from '../telnyx/recordings.ts';
import { parseTexml } from '../telnyx/texml.ts';
import { EMPTY_TWIML } from '../twiml/twiml.ts';
import { xmlAnswer } from '../xml.ts';

const encoder = new TextEncoder();

/**
 * Telnyx. A TeXML application asks what to do with a call and is answered with TeXML, a dialect of TwiML. A
 * Voice API application ("Call Control") takes its commands over the REST API instead, so its events are
 * recorded and answered with nothing.
 *
 * The secret is the account's public key in base64: what was signed can be read by all, and made by
 * Telnyx alone. One key serves the whole account, and the signature covers neither the site nor the path;
 * so of two sites of one account, either would take a request made for the other.
 *
 * https://developers.telnyx.com/docs/voice/programmable-voice/texml-fundamentals
 */
export const telnyx: Provider = {
  id: 'telnyx',
  abilities: ALL_ABILITIES,
  verify,
  nonce,
  parse,
  answer: (instructions, context) => xmlAnswer(renderTexml(instructions, context)),
  recordings: telnyxRecordings,
  acknowledge: () => xmlAnswer(EMPTY_TWIML),
  messaging: telnyxMessaging,
};

/**
 * `Telnyx-Signature-Ed25519` signs `{Telnyx-Timestamp}|{raw body}`, for forms as for JSON; the time is that
 * of the sending, in epoch seconds.
 *
 * A GET has no body, so its signature says that Telnyx sent something just then, and nothing else: it covers
 * neither the query, which holds the fields, nor the path. Who has seen one could put other fields to it for
 * 300 s, unless it has been used up: a signature counts once (`nonce`). So of two sent in the same second,
 * which are signed alike, the second is refused.
 *
 * https://developers.telnyx.com/development/api-fundamentals/webhooks/receiving-webhooks
 * https://developers.telnyx.com/api-reference/callbacks/texml-call-initiated
 */
async function verify(
  request: WebhookRequest,
  secrets: readonly string[],
  now: EpochMs,
): Promise<boolean> {
  const { method } = request;
  if (method !== 'POST' && method !== 'GET') return false;
  const signature = base64(request.headers.get('telnyx-signature-ed25519') ?? '', 64);
  const timestamp = request.headers.get('telnyx-timestamp') ?? '';
  if (signature === undefined || !/^\d{1,12}$/.test(timestamp)) return false;
  if (!isFresh(Number(timestamp) * SECOND, now)) return false;
  // The fields of a GET are never in its body, so one that was signed for a POST proves nothing of it.
  const text = `${timestamp}|${method === 'POST' ? request.body : ''}`;
  for (const secret of secrets) {
    if (await signedBy(secret, signature, text)) return true;
  }
  return false;
}

/**
 * Everything here is public, so there is nothing that the time it takes could give away. The demo's key
 * carries the prefix by which the demo's secrets are refused where deployed.
 */
async function signedBy(
  secret: string,
  signature: Uint8Array<ArrayBuffer>,
  text: string,
): Promise<boolean> {
  const raw = base64(secret.trim().replace(/^demo-telnyx-/, ''), 32);
  if (raw === undefined) return false;
  try {
    const key = await crypto.subtle.importKey('raw', raw, { name: 'Ed25519' }, false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, signature, encoder.encode(text));
  } catch {
    return false; // 32 bytes that are no point of the curve: a key that nobody can sign for.
  }
}

/** Undefined for all but the one spelling of these bytes: the signature is also the nonce. */
function base64(text: string, length: number): Uint8Array<ArrayBuffer> | undefined {
  if (text.length !== Math.ceil(length / 3) * 4 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) {
    return undefined;
  }
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return bytes.length === length && toBase64(bytes) === text ? bytes : undefined;
}

/** Each attempt to deliver is signed anew, with the time of then. */
function nonce(request: WebhookRequest): string | undefined {
  return request.headers.get('telnyx-signature-ed25519') ?? undefined;
}

/** The signed bytes tell forms from JSON; the content type is not signed. The Voice API always sends POST. */
function parse(request: WebhookRequest, country: string, now: EpochMs): ParsedWebhook {
  const isJson = request.method === 'POST' && request.body.trimStart().startsWith('{');
  return isJson ? parseCallControl(request, country, now) : parseTexml(request, country, now);
}
