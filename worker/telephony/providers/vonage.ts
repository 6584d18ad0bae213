import type { CallEvent, LegState } from '../../domain/calls/call-event.ts';
import type { Instruction } from '../../domain/flows/instruction.ts';
import type { EpochMs } from '../../domain/time.ts';
import { callParties } from '../call-parties.ts';
import { cleanId } from '../clean-text.ts';
import type { AnswerContext, ParsedWebhook, Provider, WebhookRequest } from '../provider.ts';
import { queryOf } from '../twiml/signature.ts';
import { nonceOf, verifyVonageToken } from './vonage-token.ts';

/**
 * Vonage Voice API. The secret is the account's signature secret.
 * https://developer.vonage.com/en/voice/voice-api/webhook-reference
 */
export const vonage: Provider = {
  id: 'vonage',
  abilities: new Set(),
  verify: verifyVonageToken,
  nonce: nonceOf,
  parse,
  answer,
  acknowledge: () => new Response(null, { status: 204 }),
};

/** Nothing follows the site key in the path of the answer URL, `event` in that of every event URL. */
function parse(request: WebhookRequest, country: string, now: EpochMs): ParsedWebhook {
  const field = readFields(request);
  if (field === undefined) return invalid('The body is no JSON object');
  if (request.event !== undefined && request.event !== 'event') return invalid('No such event');
  // Both legs are in one conversation: what connects is joined to the conversation of who rang.
  const call = cleanId(field('conversation_uuid'));
  if (call === undefined) return invalid('conversation_uuid is missing or too long');
  if (request.event === 'event') return readEvent(call, field, country, now);
  const received = receivedEvent(field, country, now);
  return { ok: true, providerCallId: call, events: [received], asksForFlow: true };
}

/**
 * https://developer.vonage.com/en/voice/voice-api/webhook-reference#event-webhook: `uuid` and `direction`
 * are those of a leg, inbound the caller's, outbound the one to the business.
 */
function readEvent(call: string, field: Field, country: string, now: EpochMs): ParsedWebhook {
  const heard = (...events: CallEvent[]): ParsedWebhook => {
    return { ok: true, providerCallId: call, events, asksForFlow: false };
  };
  const status = field('status');
  // Reports of errors come here, too: they have a reason in place of a status.
  if (status === undefined && field('reason') !== undefined) return heard();
  if (status === undefined || !LEG_STATES.has(status)) {
    return invalid('status is missing or unknown');
  }

  switch (field('direction')) {
    case 'inbound':
      if (status === 'started') return heard(receivedEvent(field, country, now));
      // The other ends are followed by `completed`.
      if (status === 'completed' || status === 'rejected') {
        return heard(endedEvent(field, country, now));
      }
      return heard();
    case 'outbound': {
      const leg = cleanId(field('uuid'));
      return leg === undefined
        ? invalid('uuid is missing or too long')
        : heard(legEvent(leg, status, field, now));
    }
    default:
      return invalid('direction is missing or unknown');
  }
}

/** Told twice, by the answer webhook, which has no time, and by `started` of the caller's leg. */
function receivedEvent(field: Field, country: string, now: EpochMs): CallEvent {
  const step = { type: 'received' } as const;
  return { id: 'received', ...time(field, now), ...parties(field, country), step };
}

function endedEvent(field: Field, country: string, now: EpochMs): CallEvent {
  const total = seconds(field('duration'));
  return {
    id: 'ended',
    ...time(field, now),
    ...parties(field, country),
    step: { type: 'ended', ...(total === undefined ? {} : { totalSeconds: total }) },
  };
}

/** News of the leg to the business, whose `from` and `to` say nothing of the call. Every status is told once. */
function legEvent(leg: string, status: string, field: Field, now: EpochMs): CallEvent {
  const talk = status === 'completed' ? (seconds(field('duration')) ?? 0) : 0;
  const state = legState(status, field('detail'), talk);
  const step = { type: 'leg', leg, state, ...(talk > 0 ? { talkSeconds: talk } : {}) } as const;
  return { id: `leg:${leg}:${status}`, ...time(field, now), step };
}

/**
 * `completed` also follows `busy`, `timeout` and the like, then without a duration: that is no proof that
 * somebody picked up, and takes nothing from what was told before.
 * https://api.support.vonage.com/hc/en-us/articles/360057200092
 *
 * `rejected` is the network's doing, unless the detail says that whoever was called declined.
 */
function legState(status: string, detail: string | undefined, talk: number): LegState {
  if (status === 'completed' && talk === 0) return 'no-answer';
  if (status === 'rejected' && detail === 'declined') return 'no-answer';
  return LEG_STATES.get(status) ?? 'failed';
}

const LEG_STATES = new Map<string, LegState>([
  ['started', 'initiated'],
  ['ringing', 'ringing'],
  ['answered', 'answered'],
  ['completed', 'completed'],
  ['busy', 'busy'],
  ['timeout', 'no-answer'],
  ['unanswered', 'no-answer'],
  ['cancelled', 'canceled'],
  ['failed', 'failed'],
  ['rejected', 'failed'],
]);

/**
 * Connects the caller, whose number the business sees as if it had been dialled directly.
 *
 * The action is not made `synchronous`: then Vonage would take what we say to news of the leg for a new
 * NCCO, and on an error go to the fallback URL, which would ring the business once more.
 *
 * https://developer.vonage.com/en/voice/voice-api/ncco-reference#connect
 * https://developer.vonage.com/en/voice/voice-api/guides/numbers: numbers without a plus, and which may
 * be shown
 */
function answer(instructions: readonly Instruction[], context: AnswerContext): Response {
  const dial = instructions.find((each) => each.do === 'dial');
  const from = dial?.callerId ?? context.caller ?? context.number;
  const connect = dial && {
    action: 'connect',
    endpoint: [{ type: 'phone', number: withoutPlus(dial.phones[0] ?? '') }],
    ...(from === null ? {} : { from: withoutPlus(from) }),
    timeout: Math.max(1, Math.round(dial.ringSeconds)),
    eventUrl: [context.callbackUrl('event')],
    eventMethod: 'POST',
  };
  return Response.json(connect ? [connect] : [], { headers: { 'cache-control': 'no-store' } });
}

function withoutPlus(number: string): string {
  return number.replace(/^\+/, '');
}

function invalid(detail: string): ParsedWebhook {
  return { ok: false, code: 'body_invalid', detail };
}

/** The value of one of Vonage's fields by its name. */
type Field = (name: string) => string | undefined;

/** JSON in the body; with GET, which is the default of answer webhooks, the query. */
function readFields(request: WebhookRequest): Field | undefined {
  if (request.method === 'GET') {
    const query = queryOf(request.url);
    return (name) => query.get(name) ?? undefined;
  }
  try {
    const json: unknown = JSON.parse(request.body);
    if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
    const values = new Map<string, unknown>(Object.entries(json));
    return (name) => {
      const value = values.get(name);
      return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
    };
  } catch {
    return undefined; // Whatever it is, it is not what Vonage sends.
  }
}

/** No field tells of a forwarding number, the caller's place or attestation. */
function parties(field: Field, country: string) {
  return callParties({ to: field('to'), from: field('from'), forwardedFrom: undefined }, country);
}

/** `timestamp` is ISO 8601, e.g. `2020-01-01T12:00:00.000Z`. */
function time(field: Field, now: EpochMs): Pick<CallEvent, 'at' | 'clock'> {
  const stamp = field('timestamp') ?? '';
  const at = ISO_8601.test(stamp) ? Date.parse(stamp) : Number.NaN;
  return Number.isNaN(at) ? { at: now, clock: 'arrival' } : { at, clock: 'provider' };
}

const ISO_8601 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

function seconds(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,7}$/.test(text) ? Number(text) : undefined;
}
