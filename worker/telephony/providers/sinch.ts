import type { CallEvent, DialResult } from '../../domain/calls/call-event.ts';
import type { EpochMs } from '../../domain/time.ts';
import { callParties } from '../call-parties.ts';
import { cleanId } from '../clean-text.ts';
import { type EventTime, timeOr } from '../event-time.ts';
import { invalid } from '../parsed.ts';
import { withPlus } from '../phone-number.ts';
import type { ParsedWebhook, Provider, WebhookRequest } from '../provider.ts';
import { isJsonObject, type JsonObject, readJsonObject } from '../request-fields.ts';
import { sinchNonce, verifySinchSignature } from '../sinch/signature.ts';
import { renderSvaml } from '../sinch/svaml.ts';

/**
 * Sinch Voice API. The secret is `{application key}:{application secret}`, as the dashboard shows them.
 *
 * https://developers.sinch.com/docs/voice/api-reference/voice/tag/Callbacks/
 */
export const sinch: Provider = {
  id: 'sinch',
  // It rings one phone and never says that it did in vain before the call is over; what it records goes to
  // a storage of the owner's. Nor is what a menu returned told apart from what another did.
  abilities: new Set(['say', 'play', 'menu', 'sip', 'tracking number as caller id']),
  verify: verifySinchSignature,
  nonce: sinchNonce,
  parse,
  answer: (instructions) => svaml(renderSvaml(instructions)),
  // What an answered call waits for; the end of a call waits for nothing.
  acknowledge: () => svaml({ action: { name: 'continue' } }),
};

/** Sinch itself asks a second time, so this is past the last turn of any menu. */
const AFTER_MENU = 'menu-9';

/** All callbacks of an application go to one address; what a body is about it says itself. */
function parse(request: WebhookRequest, country: string, now: EpochMs): ParsedWebhook {
  if (request.event !== undefined) return invalid('Nothing may follow the site key in the path');
  const body = readJsonObject(request.body);
  if (body === undefined) return invalid('The body is no JSON object');
  // Sinch's own documents write it in both ways.
  const call = cleanId(body.callid) ?? cleanId(body.callId);
  if (call === undefined) return invalid('callid is missing or too long');
  const time = timeOf(body.timestamp, now);
  const news = { ok: true, providerCallId: call, asksForFlow: false } as const;
  switch (body.event) {
    case 'ice':
      return { ...news, events: [received(body, country, time)], asksForFlow: true };
    case 'pie':
      return { ...news, events: [pressed(body, time)], asksForFlow: true, next: AFTER_MENU };
    case 'ace':
      return { ...news, events: [pickedUp(time)] };
    case 'dice':
      return { ...news, events: ended(body, time) };
    // https://developers.sinch.com/docs/voice/api-reference/voice/tag/Callbacks/: of recordings, which we start none of.
    case 'notify':
      return { ...news, events: [] };
    default:
      return invalid('event is missing or unknown');
  }
}

/** https://developers.sinch.com/docs/voice/api-reference/voice/callbacks/ice */
function received(body: JsonObject, country: string, time: EventTime): CallEvent {
  const to = isJsonObject(body.to) ? text(body.to.endpoint) : undefined;
  const raw = {
    to: withPlus(to),
    from: withPlus(text(body.cli)),
    forwardedFrom: withPlus(text(body.rdnis)),
  };
  const { forwardedFrom, ...parties } = callParties(raw, country);
  // Who rang the number itself was not forwarded to it.
  const forwarded =
    forwardedFrom === undefined || forwardedFrom === parties.number ? {} : { forwardedFrom };
  return { id: 'received', ...time, ...parties, ...forwarded, step: { type: 'received' } };
}

/** https://developers.sinch.com/docs/voice/api-reference/voice/callbacks/pie */
function pressed(body: JsonObject, time: EventTime): CallEvent {
  const { type, value } = isJsonObject(body.menuResult) ? body.menuResult : {};
  const choice =
    type === 'return' && typeof value === 'string' && /^\d$/.test(value) ? value : null;
  return { id: `menu:${choice}`, ...time, step: { type: 'menu', choice } };
}

/** Sent when the phone that was connected is picked up: https://developers.sinch.com/docs/voice/api-reference/voice/callbacks/ace */
function pickedUp(time: EventTime): CallEvent {
  const step = { type: 'leg', leg: 'dialled', state: 'answered' } as const;
  return { id: 'leg:answered', ...time, step };
}

/**
 * https://developers.sinch.com/docs/voice/api-reference/voice/callbacks/dice: the end of the whole call.
 *
 * That nobody picked up is a verdict, and that it was whoever was called who hung up. `ANSWERED` alone is none:
 * the call may have been answered by a greeting or a menu of ours. Nor is `duration` the talk time then.
 */
function ended(body: JsonObject, time: EventTime): CallEvent[] {
  const result = dialResult(text(body.result), text(body.reason));
  const { duration } = body;
  const known = typeof duration === 'number' && duration >= 0 && duration < 1e7;
  const total = known ? { totalSeconds: Math.round(duration) } : {};
  return [
    ...(result === undefined
      ? []
      : [{ id: 'dialled', ...time, step: { type: 'dialled', result } as const }]),
    { id: 'ended', ...time, step: { type: 'ended', ...total } },
  ];
}

function dialResult(result = '', reason = ''): DialResult | undefined {
  if (result === 'ANSWERED') return reason === 'CALLEEHANGUP' ? 'answered' : undefined;
  if (reason === 'CANCEL') return 'canceled';
  return RESULTS.get(result) ?? (reason === 'TIMEOUT' ? 'no-answer' : undefined);
}

const RESULTS = new Map<string, DialResult>([
  ['BUSY', 'busy'],
  ['NOANSWER', 'no-answer'],
  ['FAILED', 'failed'],
]);

/** In UTC, with or without the letter that says so, e.g. `2023-04-21T14:45:51Z`. */
function timeOf(value: unknown, now: EpochMs): EventTime {
  const stamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?=Z?$)/.exec(text(value) ?? '')?.[0];
  const at = stamp === undefined ? Number.NaN : Date.parse(`${stamp}Z`);
  return timeOr(Number.isNaN(at) ? undefined : at, now);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function svaml(object: JsonObject): Response {
  return Response.json(object, { headers: { 'cache-control': 'no-store' } });
}
