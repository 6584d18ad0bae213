import type { CallEvent, CallStep, DialResult } from '../../domain/calls/call-event.ts';
import type { EpochMs } from '../../domain/time.ts';
import { cleanId } from '../clean-text.ts';
import { arrival, timeOr } from '../event-time.ts';
import { pressedKey, wholeSeconds } from '../field-values.ts';
import { heard, invalid } from '../parsed.ts';
import type { ParsedWebhook, WebhookRequest } from '../provider.ts';
import { readWhisper } from '../whisper-url.ts';
import { attestation, type Fields, parties, type Reader } from './fields.ts';
import { readPlivoLeg } from './leg.ts';
import { plivoForm, plivoQuery } from './signature.ts';
import { localTimes, readTime } from './times.ts';

/**
 * Reads a webhook by what follows the site key in its path: nothing for the inbound call, `dial-…` for the
 * result of `<Dial>`, `leg` for a leg it dialled, `menu-…` for the key pressed, `message` and `recording` for
 * what was recorded, `whisper` for a phone that was picked up, `hangup` for the end of the caller's own leg.
 */
export function parsePlivo(request: WebhookRequest, country: string, now: EpochMs): ParsedWebhook {
  const form = plivoForm(request);
  const field: Fields = (name) => form.get(name) ?? undefined;
  const [kind, ...position] = request.event?.split('-') ?? [];
  if (kind === 'whisper') return readWhispered(request, field);
  if (kind === 'dial') return readDial(position.join('-'), field, country, now);
  const reader = READERS.get(kind) ?? (() => invalid('No such event'));
  return reader(field, country, now);
}

/** https://www.plivo.com/docs/account/api/application/: without a hangup URL the end is told to the answer URL. */
const readAnswerUrl: Reader = (field, country, now) => {
  const ended = field('Event') === 'Hangup' || field('HangupCause') || field('HangupCauseName');
  return ended ? readHangup(field, country, now) : readInbound(field, country, now);
};

/** `SessionStart` is in UTC: https://www.plivo.com/docs/voice/api/call/make-a-call */
const readInbound: Reader = (field, country, now) => {
  const call = cleanId(field('CallUUID'));
  if (call === undefined) return invalid('CallUUID is missing or too long');
  const startedAt = readTime(field('SessionStart'));
  const event: CallEvent = {
    id: 'received',
    ...timeOr(startedAt, now),
    ...parties(field, country),
    ...attestation(field),
    step: { type: 'received' },
  };
  return heard(call, [event], true);
};

/**
 * https://www.plivo.com/docs/voice/xml/dial/#parameters-sent-to-action-url; it carries no time, and the leg's
 * id only where somebody answered: attempts are told apart by their place in the flow.
 */
function readDial(attempt: string, field: Fields, country: string, now: EpochMs): ParsedWebhook {
  const call = cleanId(field('CallUUID') || field('DialALegUUID'));
  if (call === undefined) return invalid('CallUUID is missing or too long');
  // Whatever else is said, nobody is known to have been reached: the caller is put through to the next phone.
  const result = DIAL_RESULTS.get(field('DialStatus') ?? '') ?? 'failed';
  const place = cleanId(attempt);
  const id = place === undefined ? 'dialled' : `dialled:${place}`;
  return heard(call, [told(id, { type: 'dialled', result }, field, country, now)], true);
}

/**
 * https://www.plivo.com/docs/voice/xml/getinput/: `Digits`. Where no key was pressed it is the request of the
 * `<Redirect>` behind the menu, which has none.
 */
const readMenu: Reader = (field, country, now) => {
  const call = cleanId(field('CallUUID'));
  if (call === undefined) return invalid('CallUUID is missing or too long');
  const choice = pressedKey(field('Digits'));
  return heard(call, [told(`menu:${choice}`, { type: 'menu', choice }, field, country, now)], true);
};

/** The caller has left a message, or hung up on it. */
const readMessage: Reader = (field, country, now) => readRecorded('voicemail', field, country, now);

const readRecording: Reader = (field, country, now) => readRecorded('call', field, country, now);

/** https://www.plivo.com/docs/voice/xml/record/: the parameters sent to the action URL and the callback URL. */
function readRecorded(
  of: 'call' | 'voicemail',
  field: Fields,
  country: string,
  now: EpochMs,
): ParsedWebhook {
  const call = cleanId(field('CallUUID'));
  if (call === undefined) return invalid('CallUUID is missing or too long');
  const asksForFlow = of === 'voicemail';
  const url = field('RecordUrl') ?? '';
  const length = wholeSeconds(field('RecordingDuration'));
  // A recording of nothing is none; the caller hung up before the tone.
  if (!/^https?:\/\//.test(url) || length === 0) return heard(call, [], asksForFlow);
  const id = `recording:${cleanId(field('RecordingID')) ?? of}`;
  const known = length === undefined ? {} : { seconds: length };
  const step = { type: 'recording', of, url, ...known } as const;
  return heard(call, [told(id, step, field, country, now)], asksForFlow);
}

/** https://www.plivo.com/docs/voice/xml/dial/: `confirmSound`. What to say is in the address, which is signed. */
function readWhispered(request: WebhookRequest, field: Fields): ParsedWebhook {
  const call = cleanId(field('DialALegUUID') || field('CallUUID'));
  if (call === undefined) return invalid('CallUUID is missing or too long');
  const whisper = readWhisper(plivoQuery(request));
  if (whisper === undefined) return invalid('Nothing to say');
  return { ...heard(call, []), whisper };
}

/** Sent to the application's hangup URL: https://www.plivo.com/docs/account/api/application/ */
const readHangup: Reader = (field, country, now) => {
  const call = cleanId(field('CallUUID'));
  if (call === undefined) return invalid('CallUUID is missing or too long');
  const endedAt = localTimes(field, now)?.endedAt;
  const total = wholeSeconds(field('Duration'));
  const event: CallEvent = {
    id: 'ended',
    ...timeOr(endedAt, now),
    ...parties(field, country),
    ...attestation(field),
    step: { type: 'ended', ...(total === undefined ? {} : { totalSeconds: total }) },
  };
  return heard(call, [event]);
};

const READERS = new Map<string | undefined, Reader>([
  [undefined, readAnswerUrl],
  ['leg', readPlivoLeg],
  ['menu', readMenu],
  ['message', readMessage],
  ['recording', readRecording],
  ['hangup', readHangup],
]);

const DIAL_RESULTS = new Map<string, DialResult>([
  ['completed', 'answered'],
  ['busy', 'busy'],
  ['no-answer', 'no-answer'],
  ['timeout', 'no-answer'],
  ['cancel', 'canceled'],
  ['failed', 'failed'],
]);

/** What is told of the caller's own leg while it lasts carries no time. */
function told(id: string, step: CallStep, field: Fields, country: string, now: EpochMs): CallEvent {
  return { id, ...arrival(now), ...parties(field, country), step };
}
