import type { CallStep } from '../../domain/calls/call-event.ts';
import { ALL_ABILITIES } from '../../domain/flows/flow-problems.ts';
import type { Instruction } from '../../domain/flows/instruction.ts';
import { type EpochMs, SECOND } from '../../domain/time.ts';
import { callParties } from '../call-parties.ts';
import { type GenericBody, genericBody } from '../generic/body.ts';
import { hmac, sameText, toHex } from '../hmac.ts';
import type { ParsedWebhook, Provider, WebhookRequest } from '../provider.ts';

const TOLERANCE = 300 * SECOND;

/**
 * Any PBX or carrier that can send JSON; the contract is our own (README, "Any other PBX or carrier").
 *
 * `X-Ringtrace-Signature` is the lower-case hex HMAC-SHA256 of `{timestamp}.{raw body}`, where timestamp
 * is `X-Ringtrace-Timestamp`, epoch seconds, at most 300 s off either way. A request
 * is taken once: who sends an event again signs it again, with the time of then.
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
};

async function verify(
  request: WebhookRequest,
  secrets: readonly string[],
  now: EpochMs,
): Promise<boolean> {
  const signature = request.headers.get('x-ringtrace-signature') ?? '';
  const timestamp = request.headers.get('x-ringtrace-timestamp') ?? '';
  if (!/^[0-9a-f]{64}$/.test(signature) || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(Number(timestamp) * SECOND - now) > TOLERANCE) return false;
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
    return {
      ok: false,
      code: 'body_invalid',
      detail: 'Nothing may follow the site key in the path',
    };
  }
  const body = readBody(request.body);
  if (typeof body === 'string') return { ok: false, code: 'body_invalid', detail: body };
  if (body.at !== undefined && body.at > now + TOLERANCE) {
    return { ok: false, code: 'body_invalid', detail: 'at: lies in the future' };
  }
  const events = steps(body).map(([id, step]) => ({
    id,
    ...(body.at === undefined
      ? { at: now, clock: 'arrival' as const }
      : { at: body.at, clock: 'provider' as const }),
    ...callParties({ to: body.to, from: body.from, forwardedFrom: body.forwardedFrom }, country),
    step,
  }));
  const news = { ok: true, providerCallId: body.call, events } as const;
  if (body.event !== 'next') return { ...news, asksForFlow: body.event === 'incoming' };
  return { ...news, asksForFlow: true, next: body.next };
}

/** The body, or what is wrong with it: the field and the rule, never the value. */
function readBody(raw: string): GenericBody | string {
  let json: unknown;
  try {
    json = JSON.parse(raw);
  } catch {
    return 'The body is no JSON';
  }
  const read = genericBody.safeParse(json);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  return `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'is invalid'}`.slice(0, 200);
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
