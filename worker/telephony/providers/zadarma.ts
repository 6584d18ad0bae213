import type { CallEvent, DialResult, LegState } from '../../domain/calls/call-event.ts';
import type { EpochMs } from '../../domain/time.ts';
import { callParties } from '../call-parties.ts';
import { cleanId } from '../clean-text.ts';
import { arrival, type EventTime } from '../event-time.ts';
import { heard, invalid } from '../parsed.ts';
import type { ParsedWebhook, Provider, WebhookRequest } from '../provider.ts';
import { queryOf } from '../request-fields.ts';
import { verifyZadarmaSignature } from '../zadarma/signature.ts';

/**
 * Zadarma PBX, which tells of its calls and connects them itself. The secret is the account's API secret.
 *
 * https://zadarma.com/en/support/api/#api_webhooks
 *
 * The start of a call may be answered by the id of a scenario or the number of an extension, both of which
 * exist in the PBX alone; an outside number takes nothing but the place of one that an extension forwards to
 * already. So no flow is asked for.
 */
export const zadarma: Provider = {
  id: 'zadarma',
  abilities: new Set(),
  forwardsItself: true,
  challenge,
  verify: verifyZadarmaSignature,
  parse,
  // Never asked for: no webhook of Zadarma's asks for a flow.
  answer: acknowledge,
  acknowledge,
};

/**
 * An address is taken only where it shows what it was asked to, which nobody signs:
 * https://github.com/zadarma/user-api-v1/blob/master/examples/callinfo_callback.php
 */
function challenge(request: WebhookRequest): Response | undefined {
  if (request.method !== 'GET' || request.event !== undefined) return undefined;
  const echo = queryOf(request.url).get('zd_echo') ?? '';
  // Anybody may ask, so nothing is shown that a browser could take for a page or a script.
  if (!/^[\w.~+/=-]{1,128}$/.test(echo)) return undefined;
  return new Response(echo, {
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}

type News = { readonly form: URLSearchParams; readonly country: string; readonly now: EpochMs };

/** All events come to one address; what a form is about it says itself. */
function parse(request: WebhookRequest, country: string, now: EpochMs): ParsedWebhook {
  if (request.event !== undefined) return invalid('Nothing may follow the site key in the path');
  const form = new URLSearchParams(request.body);
  const call = cleanId(form.get('pbx_call_id'));
  if (call === undefined) return invalid('pbx_call_id is missing or too long');
  const events = eventsOf({ form, country, now });
  if (events === undefined) return invalid('event is missing or unknown');
  return heard(call, events);
}

/** Undefined for an event that is not known. */
function eventsOf(news: News): CallEvent[] | undefined {
  switch (news.form.get('event')) {
    case 'NOTIFY_START':
      return [{ id: 'received', ...time(news), ...parties(news), step: { type: 'received' } }];
    case 'NOTIFY_INTERNAL':
      return [{ ...leg(news, 'ringing'), ...parties(news) }];
    case 'NOTIFY_ANSWER':
      return isOutbound(news) ? [] : [leg(news, 'answered')];
    case 'NOTIFY_END':
      return ended(news);
    // A menu of the PBX's own, calls that go out, and recordings, whose address is given to nobody but who
    // asks the API for it.
    case 'NOTIFY_IVR':
    case 'NOTIFY_OUT_START':
    case 'NOTIFY_OUT_END':
    case 'NOTIFY_RECORD':
      return [];
    default:
      return undefined;
  }
}

/** An answer is told of calls that go out, too. That their ids begin like this is seen, but not documented. */
function isOutbound({ form }: News): boolean {
  return form.get('pbx_call_id')?.startsWith('out_') ?? false;
}

/**
 * An extension of the PBX; without any, all that were rung count as one.
 *
 * https://github.com/zadarma/user-api-v1/blob/master/lib/Webhook/NotifyAnswer.php
 */
function leg(news: News, state: LegState): CallEvent {
  const name = extension(news) ?? 'dialled';
  return { id: `leg:${name}:${state}`, ...time(news), step: { type: 'leg', leg: name, state } };
}

function extension({ form }: News): string | undefined {
  return /^[\w-]{1,32}$/.exec(form.get('internal') ?? '')?.[0];
}

/**
 * The end of the whole call: https://github.com/zadarma/user-api-v1/blob/master/lib/Webhook/NotifyEnd.php
 *
 * It is not said from when on `duration` counts, so the call lasted at least as long; nor whether a menu or
 * a voicemail makes a call `answered`, so without an extension that alone is no verdict.
 */
function ended(news: News): CallEvent[] {
  const disposition = news.form.get('disposition')?.toLowerCase() ?? '';
  const known = disposition !== 'answered' || extension(news) !== undefined;
  const result = known ? RESULTS.get(disposition) : undefined;
  const duration = news.form.get('duration') ?? '';
  const total = /^\d{1,6}$/.test(duration) ? { totalSeconds: Number(duration) } : {};
  const about = { ...time(news), ...parties(news) };
  return [
    ...(result === undefined
      ? []
      : [{ id: 'dialled', ...about, step: { type: 'dialled', result } as const }]),
    { id: 'ended', ...about, step: { type: 'ended', ...total } },
  ];
}

const RESULTS = new Map<string, DialResult>([
  ['answered', 'answered'],
  ['busy', 'busy'],
  ['cancel', 'canceled'],
  ['no answer', 'no-answer'],
  ['failed', 'failed'],
  ['no money', 'failed'],
  ['unallocated number', 'failed'],
  ['no limit', 'failed'],
  ['no day limit', 'failed'],
  ['line limit', 'failed'],
  ['no money, no limit', 'failed'],
]);

function parties({ form, country }: News) {
  const raw = { to: form.get('called_did') ?? undefined, from: form.get('caller_id') ?? undefined };
  return callParties({ ...raw, forwardedFrom: undefined }, country);
}

/** `call_start` is not read: it tells the time of the account's zone, which no webhook names. */
function time({ now }: News): EventTime {
  return arrival(now);
}

/** An empty answer leaves the call to the scenario that the PBX has for it. */
function acknowledge(): Response {
  return new Response(null, { status: 200 });
}
