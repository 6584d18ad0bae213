import type { CallEvent } from '../../domain/calls/call-event.ts';
import type { EpochMs } from '../../domain/time.ts';
import { callParties } from '../call-parties.ts';
import { cleanId } from '../clean-text.ts';
import { arrival, type EventTime, timeOr } from '../event-time.ts';
import { pressedKey, secondsBetween, wholeSeconds } from '../field-values.ts';
import { heard, invalid } from '../parsed.ts';
import type { ParsedWebhook, WebhookRequest } from '../provider.ts';
import { formOf, queryOf } from '../request-fields.ts';
import { dialResult } from '../twiml/dial-result.ts';
import { LEG_STATES } from '../twiml/events.ts';
import { readWhisper } from '../whisper-url.ts';
import { attested, instant, when } from './values.ts';

type Fields = (name: string) => string | undefined;
type Reader = (field: Fields, call: string, country: string, now: EpochMs) => ParsedWebhook;

/**
 * Reads a TeXML webhook, a form, or with GET the query, by what follows the site key in its path: nothing for
 * the inbound call, `dial-…` for the result of `<Dial>`, `leg` for the leg it dialled, `menu-…` for the key
 * pressed, `message` and `recording` for what was recorded, `whisper` for a leg that was picked up, `status`
 * for what the application is set to tell of any leg.
 */
export function parseTexml(request: WebhookRequest, country: string, now: EpochMs): ParsedWebhook {
  const form = formOf(request);
  const field: Fields = (name) => form.get(name) ?? undefined;
  const event = request.event?.split('-')[0];
  const reader = event === 'whisper' ? whispering(queryOf(request.url)) : READERS.get(event);
  if (reader === undefined) return invalid('No such event');
  // Only a leg that was dialled has a parent, and that is the call.
  const name = field('ParentCallSid') === undefined ? 'CallSid' : 'ParentCallSid';
  const call = cleanId(field(name));
  return call === undefined
    ? invalid(`${name} is missing or too long`)
    : reader(field, call, country, now);
}

/** https://developers.telnyx.com/docs/voice/programmable-voice/texml-instruction-fetching: carries no time. */
const readInbound: Reader = (field, call, country, now) =>
  heard(call, [received(field, country, arrival(now))], true);

/**
 * https://developers.telnyx.com/docs/voice/programmable-voice/texml-verbs/dial#expected-callbacks
 *
 * `DialCallDuration` is not read: no document says whether the ringing counts. How long they talked is
 * told by the leg.
 */
const readDial: Reader = (field, call, country, now) => {
  const result = dialResult(field('DialCallStatus'));
  const leg = cleanId(field('DialCallSid'));
  const dialled: CallEvent = {
    id: leg === undefined ? 'dialled' : `dialled:${leg}`,
    ...when([field('OccurredAt'), field('Timestamp')], now),
    ...parties(field, country),
    step: { type: 'dialled', result },
  };
  return heard(call, [dialled], true);
};

/**
 * https://developers.telnyx.com/api-reference/callbacks/texml-gather: carries no time. Without `Digits` it is
 * the request that follows where none was pressed.
 */
const readMenu: Reader = (field, call, country, now) => {
  const choice = pressedKey(field('Digits'));
  const event: CallEvent = {
    id: `menu:${choice}`,
    ...when([field('OccurredAt'), field('Timestamp')], now),
    ...parties(field, country),
    step: { type: 'menu', choice },
  };
  return heard(call, [event], true);
};

/** https://developers.telnyx.com/docs/voice/programmable-voice/texml-verbs/record#expected-callbacks */
const readMessage: Reader = (field, call, country, now) =>
  heard(call, recorded('voicemail', field, country, now), true);

const readRecording: Reader = (field, call, country, now) =>
  heard(call, recorded('call', field, country, now));

/**
 * https://developers.telnyx.com/api-reference/callbacks/texml-recording-completed: there is no address where
 * nothing was recorded yet. A recording of no length is none: the caller hung up before the tone.
 */
function recorded(
  of: 'call' | 'voicemail',
  field: Fields,
  country: string,
  now: EpochMs,
): CallEvent[] {
  const url = field('RecordingUrl') ?? '';
  const length = wholeSeconds(field('RecordingDuration'));
  if (!/^https:\/\/\S{1,2000}$/.test(url) || length === 0) return [];
  return [
    {
      id: `recording:${cleanId(field('RecordingSid')) ?? of}`,
      ...when([field('OccurredAt'), field('Timestamp')], now),
      ...parties(field, country),
      step: { type: 'recording', of, url, ...(length === undefined ? {} : { seconds: length }) },
    },
  ];
}

/**
 * https://developers.telnyx.com/docs/voice/programmable-voice/texml-verbs/dial#number-attributes: `url`. What to
 * say is in the address, which Telnyx does not sign; but who changes it only tells themselves.
 */
function whispering(query: URLSearchParams): Reader {
  return (_field, call) => {
    const whisper = readWhisper(query);
    if (whisper === undefined) return invalid('Nothing to say');
    return { ...heard(call, []), whisper };
  };
}

/**
 * https://developers.telnyx.com/api-reference/callbacks/texml-call-completed and its siblings. Every state
 * is told once, which makes it the event's id.
 */
const readLeg: Reader = (field, call, _country, now) => {
  if (field('ParentCallSid') === undefined) return invalid('ParentCallSid is missing');
  const leg = cleanId(field('CallSid'));
  if (leg === undefined) return invalid('CallSid is missing or too long');
  const state = LEG_STATES.get(field('CallStatus') ?? '');
  if (state === undefined) return invalid('CallStatus is missing or unknown');
  const talk = state === 'completed' ? talked(field) : undefined;
  return heard(call, [
    {
      id: `leg:${leg}:${state}`,
      ...when([field('OccurredAt'), field('Timestamp')], now),
      step: { type: 'leg', leg, state, ...(talk === undefined ? {} : { talkSeconds: talk }) },
    },
  ]);
};

/**
 * The caller's own leg: when the call came in, by Telnyx's clock, and its end. The application tells of
 * dialled legs here, too, and of more than calls' progress (`call-cost-events`), which is no news.
 */
const readStatus: Reader = (field, call, country, now) => {
  if ((field('CallbackSource') ?? PROGRESS) !== PROGRESS) return heard(call, []);
  if (field('ParentCallSid') !== undefined) return readLeg(field, call, country, now);
  const state = LEG_STATES.get(field('CallStatus') ?? '');
  if (state === undefined) return invalid('CallStatus is missing or unknown');
  const startedAt = instant(field('CallInitiatedAt'));
  const start: CallEvent[] =
    startedAt === undefined ? [] : [received(field, country, timeOr(startedAt, now))];
  if (state === 'initiated' || state === 'ringing' || state === 'answered') {
    return heard(call, start);
  }
  const total = wholeSeconds(field('CallDuration'));
  const end: CallEvent = {
    id: 'ended',
    ...when([field('OccurredAt'), field('Timestamp')], now),
    ...parties(field, country),
    step: { type: 'ended', ...(total === undefined ? {} : { totalSeconds: total }) },
  };
  return heard(call, [...start, end]);
};

const PROGRESS = 'call-progress-events';

const READERS = new Map<string | undefined, Reader>([
  [undefined, readInbound],
  ['dial', readDial],
  ['leg', readLeg],
  ['menu', readMenu],
  ['message', readMessage],
  ['recording', readRecording],
  ['status', readStatus],
]);

function received(field: Fields, country: string, time: EventTime): CallEvent {
  const validated = { true: true, false: false }[field('ShakenStirValidated')?.toLowerCase() ?? ''];
  return {
    id: 'received',
    ...time,
    ...parties(field, country),
    ...attested(field('ShakenStirAttestation'), validated),
    step: { type: 'received' },
  };
}

/** Those of a dialled leg say nothing of the call. */
function parties(field: Fields, country: string) {
  if (field('ParentCallSid') !== undefined) return {};
  const raw = { to: field('To'), from: field('From'), forwardedFrom: undefined };
  return callParties(raw, country);
}

/** From pick-up to end. Not `CallDuration`: no document says whether the ringing counts. */
function talked(field: Fields): number | undefined {
  return secondsBetween(instant(field('AnsweredTime')), instant(field('EndTime')));
}
