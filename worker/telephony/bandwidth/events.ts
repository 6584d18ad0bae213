import type {
  Attestation,
  CallEvent,
  CallStep,
  DialResult,
  LegState,
} from '../../domain/calls/call-event.ts';
import type { EpochMs } from '../../domain/time.ts';
import { callParties } from '../call-parties.ts';
import { timeOr } from '../event-time.ts';
import { pressedKey, secondsBetween } from '../field-values.ts';
import { heard } from '../parsed.ts';
import type { ParsedWebhook, WebhookRequest } from '../provider.ts';
import { queryOf } from '../request-fields.ts';
import { readWhisper } from '../whisper-url.ts';
import type { BandwidthFields } from './fields.ts';

type Arrival = {
  readonly request: WebhookRequest;
  readonly country: string;
  readonly now: EpochMs;
};
type Heard = Extract<ParsedWebhook, { ok: true }>;
/** What was read, or what is wrong. */
type Reader = (fields: BandwidthFields, arrival: Arrival) => Heard | string;

const NO_CALL = 'callId is missing or too long';

/** https://dev.bandwidth.com/docs/voice/webhooks/initiate */
const readInitiate: Reader = (fields, arrival) => {
  const call = fields.id('callId');
  if (call === undefined) return NO_CALL;
  const event: CallEvent = {
    id: 'received',
    ...timeOr(fields.time('startTime') ?? fields.time('eventTime'), arrival.now),
    ...parties(fields, arrival),
    ...attestation(fields),
    step: { type: 'received' },
  };
  return heard(call, [event], true);
};

/**
 * https://dev.bandwidth.com/docs/voice/webhooks/transferComplete: sent while the caller is still there. Its
 * call is the caller's, and so are its times; who picked up, and when, is told by the leg.
 */
const readTransfer: Reader = (fields, arrival) => {
  const call = fields.id('parentCallId') ?? fields.id('callId');
  if (call === undefined) return NO_CALL;
  const cause = fields.text('cause');
  if (cause === undefined) return 'cause is missing';
  const result: DialResult = cause === 'hangup' ? 'answered' : (FAILURES.get(cause) ?? 'failed');
  const event: CallEvent = {
    // Of each attempt there is one, and the address says which.
    id: `dialled:${arrival.request.event}`,
    ...timeOr(fields.time('eventTime'), arrival.now),
    ...parties(fields, arrival),
    step: { type: 'dialled', result },
  };
  return heard(call, [event], true);
};

/** https://dev.bandwidth.com/docs/voice/webhooks/transferAnswer: what to say is in the address. */
const readPickUp: Reader = (fields, arrival) => {
  const call = fields.id('parentCallId');
  if (call === undefined) return 'parentCallId is missing or too long';
  const leg = fields.id('callId');
  if (leg === undefined) return NO_CALL;
  const whisper = readWhisper(queryOf(arrival.request.url));
  if (whisper === undefined) return 'Nothing to say';
  const at = fields.time('answerTime') ?? fields.time('eventTime');
  return { ...heard(call, [legEvent(arrival, leg, 'answered', at)]), whisper };
};

/**
 * https://dev.bandwidth.com/docs/voice/webhooks/transferDisconnect: the whole story of a leg, told at its
 * end; there is no news of it before. Only a leg that was picked up has an `answerTime`.
 */
const readLeg: Reader = (fields, arrival) => {
  const call = fields.id('parentCallId');
  if (call === undefined) return 'parentCallId is missing or too long';
  const leg = fields.id('callId');
  if (leg === undefined) return NO_CALL;
  const cause = fields.text('cause');
  if (cause === undefined) return 'cause is missing';
  const [started, answered] = [fields.time('startTime'), fields.time('answerTime')];
  const ended = fields.time('endTime') ?? fields.time('eventTime');
  // Without an answer a hang-up is the caller's.
  const state = cause === 'hangup' ? 'canceled' : (FAILURES.get(cause) ?? 'failed');
  return heard(call, [
    ...(started === undefined ? [] : [legEvent(arrival, leg, 'initiated', started)]),
    ...(answered === undefined
      ? [legEvent(arrival, leg, state, ended)]
      : [
          legEvent(arrival, leg, 'answered', answered),
          legEvent(arrival, leg, 'completed', ended, secondsBetween(answered, ended)),
        ]),
  ]);
};

/** https://dev.bandwidth.com/docs/voice/webhooks/gather: without digits where none was pressed. */
const readMenu: Reader = (fields, arrival) => {
  const call = fields.id('callId');
  if (call === undefined) return NO_CALL;
  const choice = pressedKey(fields.text('digits'));
  const event: CallEvent = {
    id: `menu:${choice}`,
    ...timeOr(fields.time('eventTime'), arrival.now),
    ...parties(fields, arrival),
    step: { type: 'menu', choice },
  };
  return heard(call, [event], true);
};

/** https://dev.bandwidth.com/docs/voice/webhooks/recordComplete: not sent to a caller who hung up. */
const readMessage: Reader = (fields, arrival) => readRecorded(fields, arrival, true);

/** https://dev.bandwidth.com/docs/voice/webhooks/recordingAvailable: tells of the same recording once more. */
const readAvailable: Reader = (fields, arrival) => readRecorded(fields, arrival, false);

function readRecorded(
  fields: BandwidthFields,
  arrival: Arrival,
  asksForFlow: boolean,
): Heard | string {
  const call = fields.id('callId');
  if (call === undefined) return NO_CALL;
  const recording = fields.id('recordingId');
  if (recording === undefined) return 'recordingId is missing or too long';
  const url = fields.text('mediaUrl') ?? '';
  const seconds = secondsBetween(fields.time('startTime'), fields.time('endTime'));
  if (!/^https:\/\/\S{1,2000}$/.test(url) || fields.text('status') === 'error' || seconds === 0) {
    return heard(call, [], asksForFlow);
  }
  const event: CallEvent = {
    id: `recording:${recording}`,
    ...timeOr(fields.time('endTime') ?? fields.time('eventTime'), arrival.now),
    ...parties(fields, arrival),
    step: {
      type: 'recording',
      of: 'voicemail',
      url,
      ...(seconds === undefined ? {} : { seconds }),
    },
  };
  return heard(call, [event], asksForFlow);
}

/** https://dev.bandwidth.com/docs/voice/webhooks/disconnect: the caller's own leg. */
const readEnd: Reader = (fields, arrival) => {
  const call = fields.id('callId');
  if (call === undefined) return NO_CALL;
  const ended = fields.time('endTime');
  const total = secondsBetween(fields.time('startTime'), ended);
  const event: CallEvent = {
    id: 'ended',
    ...timeOr(ended ?? fields.time('eventTime'), arrival.now),
    ...parties(fields, arrival),
    step: { type: 'ended', ...(total === undefined ? {} : { totalSeconds: total }) },
  };
  return heard(call, [event]);
};

/** By what follows the site key in the path, and by `eventType`. */
export const BANDWIDTH_READERS: ReadonlyMap<string, Reader> = new Map([
  [' initiate', readInitiate],
  [' disconnect', readEnd],
  ['status disconnect', readEnd],
  ['dial transferComplete', readTransfer],
  ['leg transferDisconnect', readLeg],
  ['whisper transferAnswer', readPickUp],
  ['menu gather', readMenu],
  ['message recordComplete', readMessage],
  ['message recordingAvailable', readAvailable],
]);

/** Why nobody picked up. All else, now and in the future, is an error. */
const FAILURES = new Map<string, 'busy' | 'no-answer' | 'canceled'>([
  ['busy', 'busy'],
  ['timeout', 'no-answer'],
  // The phone rang, and nobody wanted the call.
  ['rejected', 'no-answer'],
  ['cancel', 'canceled'],
]);

function legEvent(
  arrival: Arrival,
  leg: string,
  state: LegState,
  at: EpochMs | undefined,
  talk?: number,
): CallEvent {
  const step: CallStep = {
    type: 'leg',
    leg,
    state,
    ...(talk === undefined ? {} : { talkSeconds: talk }),
  };
  return { id: `leg:${leg}:${state}`, ...timeOr(at, arrival.now), step };
}

/** All events repeat who rang whom, those of a leg too; only the first says who forwarded the call. */
function parties(fields: BandwidthFields, { country }: Arrival) {
  const [to, from] = [fields.text('to'), fields.text('from')];
  return callParties({ to, from, forwardedFrom: fields.inner('diversion', 'origTo') }, country);
}

/** A level that did not hold vouches for nothing. */
function attestation(fields: BandwidthFields): { attestation?: Attestation } {
  if (fields.inner('stirShaken', 'verstat')?.endsWith('Failed')) return { attestation: 'failed' };
  const level = fields.inner('stirShaken', 'attestationIndicator');
  return level === 'A' || level === 'B' || level === 'C' ? { attestation: level } : {};
}
