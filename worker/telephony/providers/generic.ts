import type { CallStep } from '../../domain/calls/call-event.ts';
import { ALL_ABILITIES } from '../../domain/flows/flow-problems.ts';
import type { Instruction } from '../../domain/flows/instruction.ts';
import { type EpochMs, SECOND } from '../../domain/time.ts';
import { callParties } from '../call-parties.ts';
import { timeOr } from '../event-time.ts';
import { isFresh, TOLERANCE } from '../fresh.ts';
import { type GenericBody, genericBody } from '../generic/body.ts';
import { genericMessaging } from '../generic/messages.ts';
import { hmac, sameText, toHex } from '../hmac.ts';
import { readJsonBody } from '../json-body.ts';
import { heard, invalid } from '../parsed.ts';
import type { ParsedWebhook, Provider, WebhookRequest } from '../provider.ts';
import { showsSecret } from '../shown-secret.ts';

/**
 * Any PBX or carrier that can send JSON; the contract is our own (README, "Any other PBX or carrier").
 *
 * `X-Ringtrace-Signature` is the lower-case hex HMAC-SHA256 of `{timestamp}.{raw body}`, where timestamp
 * is `X-Ringtrace-Timestamp`, epoch seconds, at most 300 s off either way. A request
 * is taken once: who sends an event again signs it again, with the time of then.
 *
 * A dialplan cannot sign: what shows the secret (`shown-secret.ts`) is taken, too, and again and again.
 *
 * The signature covers neither the site nor the path, so a secret belongs to one site: a request made for
 * one of two sites that share a secret would be taken by the other, too.
 */
export const generic: Provider = {
  id: 'generic',
  abilities: ALL_ABILITIES,
  verify,
  nonce,
  parse,
  answer,
  acknowledge,
  messaging: genericMessaging,
};

async function verify(
  request: WebhookRequest,
  secrets: readonly string[],
  now: EpochMs,
): Promise<boolean> {
  if (showsSecret(request, secrets)) return true;
  const signature = request.headers.get('x-ringtrace-signature') ?? '';
  const timestamp = request.headers.get('x-ringtrace-timestamp') ?? '';
  if (!/^[0-9a-f]{64}$/.test(signature) || !/^\d{1,12}$/.test(timestamp)) return false;
  if (!isFresh(Number(timestamp) * SECOND, now)) return false;
  for (const secret of secrets) {
    if (secret === '') continue;
    const expected = toHex(await hmac('SHA-256', secret, `${timestamp}.${request.body}`));
    if (sameText(signature, expected)) return true;
  }
  return false;
}

function nonce(request: WebhookRequest): string | undefined {
  return request.headers.get('x-ringtrace-signature') ?? undefined;
}

function parse(request: WebhookRequest, country: string, now: EpochMs): ParsedWebhook {
  // All events come to one URL; what somebody appends to it would mean nothing.
  if (request.event !== undefined) {
    return invalid('Nothing may follow the site key in the path');
  }
  const body = readJsonBody(request.body, genericBody);
  if (typeof body === 'string') return invalid(body);
  if (body.at !== undefined && body.at > now + TOLERANCE) {
    return invalid('at: lies in the future');
  }
  const events = steps(body).map(([id, step]) => ({
    id,
    ...timeOr(body.at, now),
    ...callParties({ to: body.to, from: body.from, forwardedFrom: body.forwardedFrom }, country),
    step,
  }));
  if (body.event !== 'next') return heard(body.call, events, body.event === 'incoming');
  return { ...heard(body.call, events, true), next: body.next };
}

function steps(body: GenericBody): (readonly [id: string, step: CallStep])[] {
  switch (body.event) {
    case 'incoming':
      return [['received', { type: 'received' }]];
    case 'ringing':
    case 'answered':
      return [[`leg:${body.leg}:${body.event}`, { type: 'leg', leg: body.leg, state: body.event }]];
    case 'next': {
      const { next, outcome, pressed = null, recordingUrl: url, recordingSeconds } = body;
      const choice =
        next.startsWith('menu') &&
        ([`menu:${pressed}`, { type: 'menu', choice: pressed }] as const);
      const dialled =
        outcome && ([`dialled:${next}`, dialledStep(outcome, body.talkSeconds)] as const);
      const length = recordingSeconds === undefined ? {} : { seconds: recordingSeconds };
      const message =
        url &&
        ([`recording:${next}`, { type: 'recording', of: 'voicemail', url, ...length }] as const);
      return [choice, dialled, message].filter((each) => !!each);
    }
    case 'ended': {
      const { outcome, talkSeconds, totalSeconds } = body;
      return [
        ['dialled', dialledStep(outcome, talkSeconds)],
        ['ended', { type: 'ended', ...(totalSeconds === undefined ? {} : { totalSeconds }) }],
      ];
    }
  }
}

function dialledStep(
  outcome: 'answered' | 'missed' | 'busy' | 'failed',
  talkSeconds: number | undefined,
): CallStep {
  const result = outcome === 'missed' ? 'no-answer' : outcome;
  const talk = result === 'answered' && talkSeconds !== undefined ? { talkSeconds } : {};
  return { type: 'dialled', result, ...talk };
}

/** The instructions as they are; `forwardTo` and `ringSeconds` for a PBX that does nothing but forward. */
function answer(instructions: readonly Instruction[]): Response {
  const dial = instructions.find((each) => each.do === 'dial');
  const forwardTo = dial?.phones[0] ?? null;
  const body = { forwardTo, ringSeconds: dial?.ringSeconds ?? null, instructions };
  return Response.json(body, { headers: { 'cache-control': 'no-store' } });
}

function acknowledge(): Response {
  return new Response(null, { status: 204 });
}
