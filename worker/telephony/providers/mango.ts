import type { EpochMs } from '../../domain/time.ts';
import { cleanId } from '../clean-text.ts';
import { legEvents, summaryEvents } from '../mango/events.ts';
import { verifyMangoSignature } from '../mango/signature.ts';
import { heard, invalid } from '../parsed.ts';
import type { ParsedWebhook, Provider, WebhookRequest } from '../provider.ts';
import { readJsonObject } from '../request-fields.ts';

/**
 * Mango Office VPBX. The secret is `{vpbx_api_key}:{salt}`, as the console shows them.
 *
 * It forwards its calls by its own settings and only tells of them: no answer is heeded, and commands go
 * over its REST API. So it never asks for a flow.
 *
 * https://www.mango-office.ru/upload/api/MangoOffice_VPBX_API_v1.9.pdf
 */
export const mango: Provider = {
  id: 'mango',
  abilities: new Set(),
  forwardsItself: true,
  verify: verifyMangoSignature,
  parse,
  answer: acknowledge,
  acknowledge,
};

/** Mango adds these to the address that it is given. */
const CALL = 'events/call';
const SUMMARY = 'events/summary';
/** Of keys, recordings, SMS and the results of commands; nothing that is counted here. */
const OTHER = /^(?:events|result)\/[\w/]+$/;

function parse(request: WebhookRequest, country: string, now: EpochMs): ParsedWebhook {
  const kind = request.event ?? '';
  const isCall = kind === CALL || kind === SUMMARY;
  if (!isCall && !OTHER.test(kind)) {
    return invalid('The path must end with events/call or events/summary');
  }
  const body = readJsonObject(new URLSearchParams(request.body).get('json') ?? '');
  if (body === undefined) return invalid('json is missing or no JSON object');
  // The legs of a call have an id each, and this in common.
  const call = cleanId(body.entry_id);
  if (!isCall) return heard(call ?? 'none', []);
  if (call === undefined) return invalid('entry_id is missing or too long');
  const read = kind === CALL ? legEvents : summaryEvents;
  const events = read(body, country, now);
  return typeof events === 'string' ? invalid(events) : heard(call, events);
}

function acknowledge(): Response {
  return new Response(null, { status: 200, headers: { 'cache-control': 'no-store' } });
}
