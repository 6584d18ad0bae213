import type { Instruction } from '../../domain/flows/instruction.ts';
import { type EpochMs, SECOND } from '../../domain/time.ts';
import { toBase64 } from '../hmac.ts';
import type { AnswerContext, ParsedWebhook, Provider, WebhookRequest } from '../provider.ts';
import { EMPTY_TWIML, renderTwiml } from '../twiml/twiml.ts';
import { parseCallControl } from './telnyx-call-control.ts';
import { parseTexml } from './telnyx-texml.ts';

const TOLERANCE = 300 * SECOND;
const MAX_RING_SECONDS = 120;
const encoder = new TextEncoder();

/**
 * Telnyx. A TeXML application asks where to connect the caller and is answered with TeXML, which is TwiML
 * where we use it. A Voice API application ("Call Control") takes its commands over the REST API instead,
 * so its events are recorded and answered with nothing.
 *
 * The secret is the account's public key in base64: what was signed can be read by all, and made by
 * Telnyx alone. One key serves the whole account, and the signature covers neither the site nor the path;
 * so of two sites of one account, either would take a request made for the other.
 *
 * https://developers.telnyx.com/docs/voice/programmable-voice/texml-fundamentals
 */
export const telnyx: Provider = {
  id: 'telnyx',
  abilities: new Set(),
  verify,
  nonce,
  parse,
  answer,
  acknowledge,
};

/**
 * `Telnyx-Signature-Ed25519` signs `{Telnyx-Timestamp}|{raw body}`, for forms as for JSON; the time is that
 * of the sending, in epoch seconds. A GET carries its fields in the query, which nothing signs: whoever saw
 * one could make up others, so none is taken.
 *
 * https://developers.telnyx.com/development/api-fundamentals/webhooks/receiving-webhooks
 * https://developers.telnyx.com/api-reference/callbacks/texml-call-initiated
 */
async function verify(
  request: WebhookRequest,
  secrets: readonly string[],
  now: EpochMs,
): Promise<boolean> {
  if (request.method !== 'POST') return false;
  const signature = base64(request.headers.get('telnyx-signature-ed25519') ?? '', 64);
  const timestamp = request.headers.get('telnyx-timestamp') ?? '';
  if (signature === undefined || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(Number(timestamp) * SECOND - now) > TOLERANCE) return false;
  const text = `${timestamp}|${request.body}`;
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

/** The signed bytes tell forms from JSON; the content type is not signed. */
function parse(request: WebhookRequest, country: string, now: EpochMs): ParsedWebhook {
  const isJson = request.body.trimStart().startsWith('{');
  return isJson ? parseCallControl(request, country, now) : parseTexml(request, country, now);
}

/** https://developers.telnyx.com/docs/voice/programmable-voice/texml-verbs/dial: 5 to 120 s of ringing. */
function answer(instructions: readonly Instruction[], context: AnswerContext): Response {
  const within = instructions.map((each) =>
    each.do === 'dial'
      ? { ...each, ringSeconds: Math.min(MAX_RING_SECONDS, each.ringSeconds) }
      : each,
  );
  return texml(renderTwiml(within, context));
}

function acknowledge(): Response {
  return texml(EMPTY_TWIML);
}

function texml(document: string): Response {
  return new Response(document, {
    headers: { 'content-type': 'text/xml; charset=utf-8', 'cache-control': 'no-store' },
  });
}
