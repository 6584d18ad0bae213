import type { CallEvent, DialResult, LegState } from '../../domain/calls/call-event.ts';
import type { Instruction } from '../../domain/flows/instruction.ts';
import { type EpochMs, HOUR, MINUTE, SECOND } from '../../domain/time.ts';
import { callParties } from '../call-parties.ts';
import { cleanId } from '../clean-text.ts';
import type { AnswerContext, ParsedWebhook, Provider, WebhookRequest } from '../provider.ts';
import { xml as escapeXml } from '../xml.ts';
import { plivoForm, plivoNonce, verifyPlivoSignature } from './plivo-signature.ts';

/**
 * Plivo Voice. The secret is the auth token of the account, or of the subaccount that owns the number.
 * https://www.plivo.com/docs/voice/xml/request/
 */
export const plivo: Provider = {
  id: 'plivo',
  abilities: new Set(),
  verify: (request, secrets) => verifyPlivoSignature(request, secrets),
  nonce: plivoNonce,
  parse,
  answer: (instructions, context) =>
    xml(`<Response>${instructions.map((each) => verb(each, context)).join('')}</Response>`),
  // Anything but 200 is asked for again: https://www.plivo.com/docs/voice/concepts/callback-configurations/
  acknowledge: () => xml('<Response/>'),
};

type Fields = (name: string) => string | undefined;
type Reader = (field: Fields, country: string, now: EpochMs) => ParsedWebhook;

/**
 * Reads a webhook by what follows the site key in its path: nothing for the inbound call, `dial` for the
 * result of `<Dial>`, `leg` for the leg it dialled, `hangup` for the end of the caller's own leg.
 */
function parse(request: WebhookRequest, country: string, now: EpochMs): ParsedWebhook {
  const form = plivoForm(request);
  const reader = READERS.get(request.event) ?? (() => invalid('No such event'));
  return reader((name) => form.get(name) ?? undefined, country, now);
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
    ...(startedAt === undefined ? arrival(now) : provided(startedAt)),
    ...parties(field, country),
    ...attestation(field),
    step: { type: 'received' },
  };
  return heard(call, [event], true);
};

/** https://www.plivo.com/docs/voice/xml/dial/#parameters-sent-to-action-url; it carries no time. */
const readDial: Reader = (field, country, now) => {
  const call = cleanId(field('CallUUID') || field('DialALegUUID'));
  if (call === undefined) return invalid('CallUUID is missing or too long');
  const result = DIAL_RESULTS.get(field('DialStatus') ?? '');
  if (result === undefined) return invalid('DialStatus is missing or unknown');
  const step = { type: 'dialled', result } as const;
  return heard(call, [{ id: 'dialled', ...arrival(now), ...parties(field, country), step }]);
};

/**
 * https://www.plivo.com/docs/voice/xml/dial/#parameters-sent-to-callbackurl: that the leg was answered,
 * bridged, pressed digits, hung up. The leg's id is left out where nobody answered; but one is dialled.
 */
const readLeg: Reader = (field, _country, now) => {
  const call = cleanId(field('DialALegUUID') || field('CallUUID'));
  if (call === undefined) return invalid('DialALegUUID is missing or too long');
  const leg = cleanId(field('DialBLegUUID')) ?? 'dialled';
  switch (field('DialAction')) {
    case 'answer':
      return heard(call, [legEvent(leg, 'answered', arrival(now))]);
    case 'hangup':
      return heard(call, legHangup(leg, field, now));
    case 'connected':
    case 'digits':
      return heard(call, []);
    default:
      return invalid('DialAction is missing or unknown');
  }
};

/** Sent to the application's hangup URL: https://www.plivo.com/docs/account/api/application/ */
const readHangup: Reader = (field, country, now) => {
  const call = cleanId(field('CallUUID'));
  if (call === undefined) return invalid('CallUUID is missing or too long');
  const endedAt = localTimes(field, now)?.endedAt;
  const total = seconds(field('Duration'));
  const event: CallEvent = {
    id: 'ended',
    ...(endedAt === undefined ? arrival(now) : provided(endedAt)),
    ...parties(field, country),
    ...attestation(field),
    step: { type: 'ended', ...(total === undefined ? {} : { totalSeconds: total }) },
  };
  return heard(call, [event]);
};

const READERS = new Map<string | undefined, Reader>([
  [undefined, readAnswerUrl],
  ['dial', readDial],
  ['leg', readLeg],
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

type Time = Pick<CallEvent, 'at' | 'clock'>;

/**
 * The end of a leg, and what its times tell: when it was dialled and answered. The page on `<Dial>` promises
 * no times; where they come they carry the names that they have at the hangup URL.
 */
function legHangup(leg: string, field: Fields, now: EpochMs): CallEvent[] {
  const talkSeconds = seconds(field('DialBLegDuration')) ?? 0;
  const state = talkSeconds > 0 ? 'completed' : endState(field('DialBLegHangupCauseCode') ?? '');
  const times = localTimes(field, now);
  if (times === undefined) return [legEvent(leg, state, arrival(now), talkSeconds)];
  const { startedAt, endedAt } = times;
  const answeredAt = endedAt - talkSeconds * SECOND;
  return [
    ...(startedAt !== undefined && startedAt <= answeredAt
      ? [legEvent(leg, 'initiated', provided(startedAt))]
      : []),
    ...(talkSeconds > 0 ? [legEvent(leg, 'answered', provided(answeredAt))] : []),
    legEvent(leg, state, provided(endedAt), talkSeconds),
  ];
}

function legEvent(leg: string, state: LegState, time: Time, talkSeconds = 0): CallEvent {
  const talk = state === 'completed' ? { talkSeconds } : {};
  return { id: `leg:${leg}:${state}`, ...time, step: { type: 'leg', leg, state, ...talk } };
}

/** Why nobody talked: https://www.plivo.com/docs/voice/troubleshooting/hangup-causes/ */
function endState(causeCode: string): LegState {
  if (causeCode === '3010') return 'busy';
  return /^2\d{3}$/.test(causeCode) ? 'failed' : 'no-answer';
}

const QUARTER = 15 * MINUTE;
const FARTHEST_ZONE = 14 * HOUR;

/**
 * `StartTime` and `EndTime` as instants. Plivo writes them in the time zone that the account is set to,
 * without naming it (https://www.plivo.com/docs/voice/api/call/make-a-call). Every zone lies whole quarters
 * of an hour from UTC, and an end is told within minutes, so its arrival tells the zone.
 */
function localTimes(
  field: Fields,
  now: EpochMs,
): { startedAt: EpochMs | undefined; endedAt: EpochMs } | undefined {
  const end = readTime(field('EndTime'));
  if (end === undefined) return undefined;
  const zone = Math.round((now - end) / QUARTER) * QUARTER;
  if (Math.abs(zone) > FARTHEST_ZONE) return undefined;
  const start = readTime(field('StartTime'));
  return { startedAt: start === undefined ? undefined : start + zone, endedAt: end + zone };
}

/** `2026-11-25 14:03:07`, with or without a fraction, taken as UTC. */
function readTime(text = ''): EpochMs | undefined {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?$/.test(text)) return undefined;
  const at = Date.parse(`${text.slice(0, 23).replace(' ', 'T')}Z`);
  return Number.isNaN(at) ? undefined : at;
}

function provided(at: EpochMs): Time {
  return { at, clock: 'provider' };
}

function arrival(now: EpochMs): Time {
  return { at: now, clock: 'arrival' };
}

/**
 * `ForwardedFrom` comes only where the caller's carrier tells. Numbers have their country code but no plus.
 * https://www.plivo.com/docs/voice/xml/request/
 */
function parties(field: Fields, country: string) {
  const number = (name: string) => field(name)?.replace(/^(?=[1-9]\d{7,14}$)/, '+');
  return callParties(
    { to: number('To'), from: number('From'), forwardedFrom: number('ForwardedFrom') },
    country,
  );
}

/**
 * `Verified` stands for A, the rest for B, C or no signature at all, which is too little to say.
 * https://www.plivo.com/docs/voice/concepts/stir-shaken/
 */
function attestation(field: Fields): Pick<CallEvent, 'attestation'> {
  return field('STIRVerification') === 'Verified' ? { attestation: 'A' } : {};
}

function seconds(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,7}$/.test(text) ? Number(text) : undefined;
}

function heard(call: string, events: readonly CallEvent[], asksForFlow = false): ParsedWebhook {
  return { ok: true, providerCallId: call, events, asksForFlow };
}

function invalid(detail: string): ParsedWebhook {
  return { ok: false, code: 'body_invalid', detail };
}

/**
 * Connects the caller and asks for news of the dialled leg. Without a redirect the action's answer counts
 * for nothing, so losing it cannot end a call in an error.
 * https://www.plivo.com/docs/voice/xml/dial/
 */
function verb(instruction: Instruction, { callbackUrl }: AnswerContext): string {
  if (instruction.do !== 'dial') return '';
  const [phone = ''] = instruction.phones;
  const timeout = Math.max(1, Math.round(instruction.ringSeconds));
  return (
    `<Dial action="${escapeXml(callbackUrl('dial'))}" method="POST" redirect="false"` +
    ` callbackUrl="${escapeXml(callbackUrl('leg'))}" callbackMethod="POST" timeout="${timeout}">` +
    `<Number>${escapeXml(phone)}</Number></Dial>`
  );
}

/** `no-store` because Plivo may be set to ask with GET. */
function xml(document: string): Response {
  return new Response(`<?xml version="1.0" encoding="UTF-8"?>${document}`, {
    headers: { 'content-type': 'text/xml; charset=utf-8', 'cache-control': 'no-store' },
  });
}
