import type { CallEvent, DialResult, LegState } from '../../domain/calls/call-event.ts';
import type { EpochMs } from '../../domain/time.ts';
import { cleanId } from '../clean-text.ts';
import { wholeSeconds } from '../field-values.ts';
import { heard, invalid } from '../parsed.ts';
import type { ParsedWebhook } from '../provider.ts';
import { parties, time, type VonageFields } from './fields.ts';

/**
 * Reads news of a leg; `uuid` and `direction` are the leg's, inbound the caller's, outbound the one to the
 * business. Only for an attempt that failed may the answer be a new NCCO, and only then it is asked for.
 *
 * @param next where the call has got to with a failed attempt, if the path does not say it
 *
 * https://developer.vonage.com/en/voice/voice-api/webhook-reference#event-webhook
 */
export function readNews(next?: string) {
  return (call: string, field: VonageFields, country: string, now: EpochMs): ParsedWebhook => {
    const told = (...events: CallEvent[]) => heard(call, events);
    const status = field('status');
    if (status === undefined && isNoNews(field)) return told();
    if (status === undefined || !LEG_STATES.has(status)) {
      return invalid('status is missing or unknown');
    }

    switch (field('direction')) {
      case 'inbound':
        if (status === 'started') return told(receivedEvent(field, country, now));
        // The other ends are followed by `completed`.
        if (status === 'completed' || status === 'rejected') {
          return told(endedEvent(field, country, now));
        }
        return told();
      case 'outbound': {
        const leg = cleanId(field('uuid'));
        if (leg === undefined) return invalid('uuid is missing or too long');
        const news = told(...legEvents(leg, status, field, now));
        if (!FAILED.has(status)) return news;
        return { ...news, asksForFlow: true, ...(next === undefined ? {} : { next }) };
      }
      default:
        return invalid('direction is missing or unknown');
    }
  };
}

/**
 * Reports of errors have a reason in place of a status, and of a leg that was moved the conversation it was
 * moved to.
 * https://developer.vonage.com/en/voice/voice-api/webhook-reference#transfer
 */
function isNoNews(field: VonageFields): boolean {
  return field('reason') !== undefined || field('conversation_uuid_to') !== undefined;
}

/** Told twice, by the answer webhook, which has no time, and by `started` of the caller's leg. */
export function receivedEvent(field: VonageFields, country: string, now: EpochMs): CallEvent {
  const step = { type: 'received' } as const;
  return { id: 'received', ...time(field, now), ...parties(field, country), step };
}

function endedEvent(field: VonageFields, country: string, now: EpochMs): CallEvent {
  const total = wholeSeconds(field('duration'));
  return {
    id: 'ended',
    ...time(field, now),
    ...parties(field, country),
    step: { type: 'ended', ...(total === undefined ? {} : { totalSeconds: total }) },
  };
}

/**
 * News of the leg to the business, whose `from` and `to` say nothing of the call, and with its end what came
 * of the attempt. Every status is told once.
 */
function legEvents(leg: string, status: string, field: VonageFields, now: EpochMs): CallEvent[] {
  const told = status === 'completed' ? (wholeSeconds(field('duration')) ?? 0) : 0;
  const state = legState(status, field('detail'), told);
  const talk = told > 0 ? { talkSeconds: told } : {};
  const result = isKnownEnd(status, told) ? RESULTS.get(state) : undefined;
  const at = time(field, now);
  return [
    { id: `leg:${leg}:${status}`, ...at, step: { type: 'leg', leg, state, ...talk } },
    ...(result === undefined
      ? []
      : [{ id: `dialled:${leg}`, ...at, step: { type: 'dialled', result, ...talk } } as const]),
  ];
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

function isKnownEnd(status: string, talk: number): boolean {
  return status !== 'completed' || talk > 0;
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

/** A leg that is not over has none. */
const RESULTS = new Map<LegState, DialResult>([
  ['completed', 'answered'],
  ['busy', 'busy'],
  ['no-answer', 'no-answer'],
  ['canceled', 'canceled'],
  ['failed', 'failed'],
]);

/**
 * The states whose webhook may be answered with an NCCO. `cancelled` is none of them: the caller is gone.
 * https://developer.nexmo.com/api/voice#status
 */
const FAILED = new Set(['busy', 'timeout', 'unanswered', 'failed', 'rejected']);
