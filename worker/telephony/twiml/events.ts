import type { CallEvent, LegState } from '../../domain/calls/call-event.ts';
import type { EpochMs } from '../../domain/time.ts';
import { callParties } from '../call-parties.ts';
import { cleanId } from '../clean-text.ts';
import { type EventTime, timeOr } from '../event-time.ts';
import { pressedKey, wholeSeconds } from '../field-values.ts';
import { heard, invalid } from '../parsed.ts';
import type { ParsedWebhook, WebhookRequest } from '../provider.ts';
import { queryOf } from '../request-fields.ts';
import { readWhisper } from '../whisper-url.ts';
import { dialResult } from './dial-result.ts';
import { readTwilioFields, type TwilioFields } from './fields.ts';

type Reader = (field: TwilioFields, country: string, now: EpochMs) => ParsedWebhook;

/** Reads a webhook of Twilio's own. */
export function parseTwilio(request: WebhookRequest, country: string, now: EpochMs): ParsedWebhook {
  return parseTwiml(request, readTwilioFields(request), country, now);
}

/**
 * Reads a webhook in Twilio's words by what follows the site key in its path: nothing for the inbound call,
 * `dial-…` for the result of `<Dial>`, `leg` for the leg it dialled, `menu-…` for the key pressed, `message` and
 * `recording` for what was recorded, `whisper` for a leg that was picked up, `status` for the caller's own leg.
 */
export function parseTwiml(
  request: WebhookRequest,
  fields: TwilioFields | undefined,
  country: string,
  now: EpochMs,
): ParsedWebhook {
  if (fields === undefined) return invalid('The body is no JSON object');
  if (request.event === 'whisper') return readWhispered(request, fields);
  const reader = READERS.get(request.event?.split('-')[0]);
  return reader === undefined ? invalid('No such event') : reader(fields, country, now);
}

/** https://www.twilio.com/docs/voice/twiml#request-parameters: carries no time, so arrival stands in. */
const readInbound: Reader = (field, country, now) => {
  const call = cleanId(field('CallSid'));
  if (call === undefined) return invalid('CallSid is missing or too long');
  const step = { type: 'received' } as const;
  return heard(
    call,
    [{ id: 'received', ...time(field, now), ...parties(field, country), step }],
    true,
  );
};

/** https://www.twilio.com/docs/voice/twiml/dial#action: what became of the attempt to reach the business. */
const readDial: Reader = (field, country, now) => {
  const call = cleanId(field('CallSid'));
  if (call === undefined) return invalid('CallSid is missing or too long');
  const status = dialResult(field('DialCallStatus'));
  // Somebody picked up but was never connected, as when a whisper is declined: nobody was reached.
  const result = status === 'answered' && field('DialBridged') === 'false' ? 'no-answer' : status;
  const talk = result === 'answered' ? wholeSeconds(field('DialCallDuration')) : undefined;
  const leg = cleanId(field('DialCallSid'));
  return heard(
    call,
    [
      {
        id: leg === undefined ? 'dialled' : `dialled:${leg}`,
        ...time(field, now),
        ...parties(field, country),
        step: { type: 'dialled', result, ...(talk === undefined ? {} : { talkSeconds: talk }) },
      },
    ],
    true,
  );
};

/** https://www.twilio.com/docs/voice/twiml/gather#action: without `Digits` where none was pressed. */
const readMenu: Reader = (field, country, now) => {
  const call = cleanId(field('CallSid'));
  if (call === undefined) return invalid('CallSid is missing or too long');
  const choice = pressedKey(field('Digits'));
  return heard(
    call,
    [
      {
        id: `menu:${choice}`,
        ...time(field, now),
        ...parties(field, country),
        step: { type: 'menu', choice },
      },
    ],
    true,
  );
};

/** https://www.twilio.com/docs/voice/twiml/record#action: the caller has left a message, or hung up on it. */
const readMessage: Reader = (field, country, now) => readRecorded('voicemail', field, country, now);

/** https://www.twilio.com/docs/voice/twiml/dial#recordingstatuscallback */
const readRecording: Reader = (field, country, now) => readRecorded('call', field, country, now);

function readRecorded(
  of: 'call' | 'voicemail',
  field: TwilioFields,
  country: string,
  now: EpochMs,
): ParsedWebhook {
  const call = cleanId(field('CallSid'));
  if (call === undefined) return invalid('CallSid is missing or too long');
  const asksForFlow = of === 'voicemail';
  const url = field('RecordingUrl') ?? '';
  const length = wholeSeconds(field('RecordingDuration'));
  // A recording of nothing is none; the caller hung up before the tone.
  if (!/^https:\/\//.test(url) || length === 0) {
    return { ok: true, providerCallId: call, events: [], asksForFlow };
  }
  return heard(
    call,
    [
      {
        id: `recording:${cleanId(field('RecordingSid')) ?? of}`,
        ...time(field, now),
        ...parties(field, country),
        step: { type: 'recording', of, url, ...(length === undefined ? {} : { seconds: length }) },
      },
    ],
    asksForFlow,
  );
}

/** https://www.twilio.com/docs/voice/twiml/number#attributes-url: what to say is in the address, which is signed. */
function readWhispered(request: WebhookRequest, field: TwilioFields): ParsedWebhook {
  const call = cleanId(field('ParentCallSid')) ?? cleanId(field('CallSid'));
  if (call === undefined) return invalid('CallSid is missing or too long');
  const whisper = readWhisper(queryOf(request.url));
  if (whisper === undefined) return invalid('Nothing to say');
  return { ok: true, providerCallId: call, events: [], asksForFlow: false, whisper };
}

/**
 * https://www.twilio.com/docs/voice/twiml/number#attributes-status-callback: CallSid is the dialled leg,
 * ParentCallSid the call. From and To are those of the leg, so they say nothing of the call. Every state
 * is told once, which makes it the event's id (`SequenceNumber` would only order what orders itself).
 */
const readLeg: Reader = (field, _country, now) => {
  const call = cleanId(field('ParentCallSid'));
  if (call === undefined) return invalid('ParentCallSid is missing or too long');
  const leg = cleanId(field('CallSid'));
  if (leg === undefined) return invalid('CallSid is missing or too long');
  const state = LEG_STATES.get(field('CallStatus') ?? '');
  if (state === undefined) return invalid('CallStatus is missing or unknown');
  const talk = state === 'completed' ? wholeSeconds(field('CallDuration')) : undefined;
  return heard(call, [
    {
      id: `leg:${leg}:${state}`,
      ...time(field, now),
      step: { type: 'leg', leg, state, ...(talk === undefined ? {} : { talkSeconds: talk }) },
    },
  ]);
};

/** https://www.twilio.com/docs/voice/api/call-resource#statuscallback: the caller's leg; only its end is news. */
const readStatus: Reader = (field, country, now) => {
  const call = cleanId(field('CallSid'));
  if (call === undefined) return invalid('CallSid is missing or too long');
  const state = LEG_STATES.get(field('CallStatus') ?? '');
  if (state === undefined) return invalid('CallStatus is missing or unknown');
  if (state === 'initiated' || state === 'ringing' || state === 'answered') {
    return { ok: true, providerCallId: call, events: [], asksForFlow: false };
  }
  const total = wholeSeconds(field('CallDuration'));
  return heard(call, [
    {
      id: 'ended',
      ...time(field, now),
      ...parties(field, country),
      step: { type: 'ended', ...(total === undefined ? {} : { totalSeconds: total }) },
    },
  ]);
};

const READERS = new Map<string | undefined, Reader>([
  [undefined, readInbound],
  ['dial', readDial],
  ['leg', readLeg],
  ['menu', readMenu],
  ['message', readMessage],
  ['recording', readRecording],
  ['status', readStatus],
]);

export const LEG_STATES = new Map<string, LegState>([
  ['queued', 'initiated'],
  ['initiated', 'initiated'],
  ['ringing', 'ringing'],
  ['in-progress', 'answered'],
  ['answered', 'answered'],
  ['completed', 'completed'],
  ['busy', 'busy'],
  ['no-answer', 'no-answer'],
  ['failed', 'failed'],
  ['canceled', 'canceled'],
]);

/** `ForwardedFrom` comes only where the caller's carrier tells: https://www.twilio.com/docs/voice/twiml#request-parameters */
function parties(field: TwilioFields, country: string) {
  const to = field('To') ?? field('Called');
  const from = field('From') ?? field('Caller');
  return {
    ...callParties({ to, from, forwardedFrom: field('ForwardedFrom') }, country),
    ...place(field),
    ...attestation(field),
  };
}

/** https://www.twilio.com/docs/voice/twiml#request-parameters: what Twilio knows of the caller's number. */
function place(field: TwilioFields): Pick<CallEvent, 'callerPlace'> {
  const country = /^[A-Z]{2}$/.exec(field('FromCountry') ?? '')?.[0];
  const [city, region] = ['FromCity', 'FromState'].map((name) => cleanId(field(name)));
  const callerPlace = {
    ...(city === undefined ? {} : { city }),
    ...(region === undefined ? {} : { region }),
    ...(country === undefined ? {} : { country }),
  };
  return Object.keys(callerPlace).length === 0 ? {} : { callerPlace };
}

/** https://www.twilio.com/docs/voice/trusted-calling-with-shakenstir: `TN-Validation-Passed-A` and the like. */
function attestation(field: TwilioFields): Pick<CallEvent, 'attestation'> {
  const verdict = /^TN-Validation-(Passed-([ABC])|Failed)/.exec(field('StirVerstat') ?? '');
  if (verdict === null) return {};
  return { attestation: (verdict[2] as 'A' | 'B' | 'C' | undefined) ?? 'failed' };
}

/** `Timestamp` is RFC 2822, e.g. `Tue, 25 Nov 2025 14:03:07 +0000`. */
function time(field: TwilioFields, now: EpochMs): EventTime {
  const stamp = field('Timestamp') ?? '';
  const at = RFC_2822.test(stamp) ? Date.parse(stamp) : Number.NaN;
  return timeOr(Number.isNaN(at) ? undefined : at, now);
}

export const RFC_2822 =
  /^(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} (?:[+-]\d{4}|GMT)$/;
