import type { CallEvent, DialResult } from '../../domain/calls/call-event.ts';
import { allAbilitiesBut } from '../../domain/flows/flow-problems.ts';
import { type EpochMs, SECOND } from '../../domain/time.ts';
import { callParties } from '../call-parties.ts';
import { cleanId } from '../clean-text.ts';
import { arrival, type EventTime, timeOr } from '../event-time.ts';
import { pressedKey } from '../field-values.ts';
import { httapiDocument, KEY_PRESSED, renderHttapi } from '../freeswitch/httapi.ts';
import { heard, invalid } from '../parsed.ts';
import type { ParsedWebhook, Provider, WebhookRequest } from '../provider.ts';
import { formOf } from '../request-fields.ts';
import { shownSecretProblem, showsSecret } from '../shown-secret.ts';
import { xmlAnswer } from '../xml.ts';

/**
 * FreeSWITCH with mod_httapi. It signs nothing: the module sends a user and a password by basic authentication,
 * or asks at an address with a key in its path (`shown-secret.ts`); whoever knows them may say anything.
 *
 * What is told of a call: https://developer.signalwire.com/freeswitch/FreeSWITCH-Explained/Modules/mod_httapi_3966423
 */
export const freeswitch: Provider = {
  id: 'freeswitch',
  // Speech needs an engine that few have; recordings would be sent here, or lie where nobody can hear them.
  abilities: allAbilitiesBut('say', 'whisper', 'record', 'voicemail'),
  secretProblem: shownSecretProblem,
  verify: async (request, secrets) => showsSecret(request, secrets),
  parse,
  answer: (instructions, context) => xmlAnswer(renderHttapi(instructions, context)),
  acknowledge: () => xmlAnswer(httapiDocument('')),
};

/** The value of one of FreeSWITCH's fields by its name. */
type Field = (name: string) => string | undefined;

/**
 * Reads a webhook by what follows the site key in its path: nothing for the inbound call, `dial-…` for the
 * result of `bridge`, `menu-…` for the key pressed. When the caller's leg has ended, whoever hung up, the
 * address that was told last is asked once more, with `exiting`.
 */
function parse(request: WebhookRequest, country: string, now: EpochMs): ParsedWebhook {
  const form = formOf(request);
  const field: Field = (name) => form.get(name) ?? undefined;
  const call = cleanId(field('session_id'));
  if (call === undefined) return invalid('session_id is missing or too long');
  const news = (events: CallEvent[], asksForFlow = true): ParsedWebhook => {
    const named = events.map((event) => ({ ...event, ...parties(field, country) }));
    return heard(call, named, asksForFlow);
  };
  const kind = request.event?.split('-')[0];
  if (kind !== undefined && kind !== 'dial' && kind !== 'menu') return invalid('No such event');
  if (field('exiting') === 'true') return news(ended(request.event, field, now), false);
  if (kind === undefined) return news([received(field, now)]);
  if (kind === 'menu') return news([pressed(field, now)]);
  const result = dialResult(field);
  // Not refused: the dialplan would go on, and ring its own fallback once more.
  if (result === undefined) return news([received(field, now)]);
  return news([{ id: dialId(request.event), ...arrival(now), step: { type: 'dialled', result } }]);
}

function received(field: Field, now: EpochMs): CallEvent {
  const step = { type: 'received' } as const;
  return { id: 'received', ...timeOf(field('Caller-Channel-Created-Time'), now), step };
}

function pressed(field: Field, now: EpochMs): CallEvent {
  const choice = pressedKey(field(KEY_PRESSED));
  return { id: `menu:${choice}`, ...arrival(now), step: { type: 'menu', choice } };
}

/**
 * The end of a call tells all of it, even what no answer of ours had a part in. The times are known by then.
 *
 * https://developer.signalwire.com/freeswitch/FreeSWITCH-Explained/Dialplan/Variables-WIP/Switch-core-variables_7766279
 */
function ended(event: string | undefined, field: Field, now: EpochMs): CallEvent[] {
  const end = timeOf(field('variable_end_uepoch'), now);
  const start = received(field, now);
  const ringing = instant(field('variable_progress_uepoch'));
  const bridged = instant(field('variable_bridge_uepoch'));
  const result = dialResult(field);
  const talked = end.clock === 'provider' && bridged !== undefined;
  const talk =
    result === 'answered' && talked ? { talkSeconds: seconds(bridged, end.at) } : undefined;
  const total =
    end.clock === 'provider' && start.clock === 'provider'
      ? { totalSeconds: seconds(start.at, end.at) }
      : undefined;
  return [
    start,
    ...(ringing === undefined ? [] : [legEvent('ringing', ringing)]),
    ...(bridged === undefined ? [] : [legEvent('answered', bridged)]),
    ...(result === undefined
      ? []
      : [{ id: dialId(event), ...end, step: { type: 'dialled', result, ...talk } as const }]),
    { id: 'ended', ...end, step: { type: 'ended', ...total } },
  ];
}

/** FreeSWITCH tells of no single legs: all that were dialled count as one. */
function legEvent(state: 'ringing' | 'answered', at: EpochMs): CallEvent {
  return {
    id: `leg:${state}`,
    at,
    clock: 'provider',
    step: { type: 'leg', leg: 'dialled', state },
  };
}

function dialId(event: string | undefined): string {
  return event === undefined ? 'dialled' : (cleanId(`dialled:${event}`) ?? 'dialled');
}

/**
 * What became of the last attempt to reach the business.
 *
 * https://developer.signalwire.com/freeswitch/Channel-Variables-Catalog/originate_disposition_16353300/
 */
function dialResult(field: Field): DialResult | undefined {
  const disposition = field('variable_originate_disposition') ?? '';
  return disposition === '' ? undefined : (DIAL_RESULTS.get(disposition) ?? 'failed');
}

/** https://developer.signalwire.com/freeswitch/FreeSWITCH-Explained/Troubleshooting-Debugging/Hangup-Cause-Code-Table_3964945 */
const DIAL_RESULTS = new Map<string, DialResult>([
  ['SUCCESS', 'answered'],
  ['USER_BUSY', 'busy'],
  ['NO_ANSWER', 'no-answer'],
  ['NO_USER_RESPONSE', 'no-answer'],
  ['ALLOTTED_TIMEOUT', 'no-answer'],
  ['PROGRESS_TIMEOUT', 'no-answer'],
  // Whoever was called pressed the red button.
  ['CALL_REJECTED', 'no-answer'],
  ['ORIGINATOR_CANCEL', 'canceled'],
]);

/**
 * `Caller-RDNIS` is not read: a transfer within the dialplan sets it, too, to the tracking number itself. A
 * number of zeros is what FreeSWITCH puts where there is none.
 */
function parties(field: Field, country: string) {
  const from = field('Caller-Caller-ID-Number');
  const hidden = field('Caller-Privacy-Hide-Number') === 'true' || /^0+$/.test(from ?? '');
  return callParties(
    {
      to: field('Caller-Destination-Number'),
      from: hidden ? null : from,
      forwardedFrom: undefined,
    },
    country,
  );
}

/** Epoch microseconds; 0 is what never happened. */
function instant(text: string | undefined): EpochMs | undefined {
  return /^[1-9]\d{15}$/.test(text ?? '') ? Math.round(Number(text) / 1_000) : undefined;
}

function timeOf(text: string | undefined, now: EpochMs): EventTime {
  return timeOr(instant(text), now);
}

function seconds(from: EpochMs, until: EpochMs): number {
  return Math.max(0, Math.round((until - from) / SECOND));
}
