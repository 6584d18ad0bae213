import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { CallPlan, DialOutcome, Player, SignedRequest, Signing } from './call-plan.ts';

/** As Vonage words the end of a leg that nobody picked up. */
const UNANSWERED: Record<Exclude<DialOutcome, 'answered'>, string> = {
  missed: 'timeout',
  busy: 'busy',
};

/**
 * Vonage, both of its URLs set to POST. Its SDK checks tokens but signs none of this kind, so they are made
 * as documented. https://developer.vonage.com/en/getting-started/concepts/webhooks#decoding-signed-webhooks
 */
export const vonagePlayer: Player = {
  demoSecret: 'demo-vonage-secret',
  newCallId: () => `CON-${randomUUID()}`,
  open: (plan) =>
    signed(plan, 'inbound call', plan.webhookUrl, {
      ...callersLeg(plan),
      endpoint_type: 'phone',
      region_url: 'https://api-eu-3.vonage.com',
    }),
  follow: (plan, answer) => {
    const connect = readConnect(answer);
    return connect === undefined ? [] : followConnect(plan, connect);
  },
  // https://developer.vonage.com/en/api/messages#webhooks
  text: (plan) =>
    signed(plan, 'text message', plan.webhookUrl, {
      channel: 'sms',
      message_uuid: plan.messageId,
      to: plan.to.slice(1),
      from: plan.from.slice(1),
      timestamp: new Date(plan.startedAt).toISOString(),
      message_type: 'text',
      text: plan.text,
    }),
  // https://developer.vonage.com/en/voice/voice-api/webhook-reference#record
  leaveMessage: (plan, answer) => {
    const url = eventUrlOf(readNcco(answer).find(({ action }) => action === 'record'));
    if (url === undefined) return [];
    const recording = randomUUID();
    const at = (seconds: number) => new Date(plan.startedAt + seconds * 1_000).toISOString();
    const begun = 1 + plan.ringSeconds;
    return [
      signed(plan, 'message', url, {
        start_time: at(begun),
        end_time: at(begun + plan.messageSeconds),
        timestamp: at(begun + plan.messageSeconds),
        recording_url: `https://api.nexmo.com/v1/files/${recording}`,
        recording_uuid: recording,
        conversation_uuid: plan.callId,
      }),
    ];
  },
};

type Connect = { readonly number: string; readonly from: string; readonly eventUrl: string };
type Moment = { readonly status: string; readonly second: number; readonly duration?: number };

function followConnect(plan: CallPlan, connect: Connect): SignedRequest[] {
  const { outcome, ringSeconds, talkSeconds, callId } = plan;
  const talk = outcome === 'answered' ? talkSeconds : 0;
  // A busy line never rings; a phone takes a second to start.
  const ringEnd = 1 + (outcome === 'busy' ? 0 : ringSeconds);
  const end = ringEnd + talk;
  const reached = outcome === 'answered' ? 'answered' : UNANSWERED[outcome];
  const legMoments: Moment[] = [
    { status: 'started', second: 0 },
    ...(outcome === 'busy' ? [] : [{ status: 'ringing', second: 1 }]),
    { status: reached, second: ringEnd },
    { status: 'completed', second: end, duration: talk },
  ];
  const leg = { uuid: randomUUID(), conversation_uuid: callId, direction: 'outbound' };
  const business = { ...leg, from: connect.from, to: connect.number };
  const caller = { ...callersLeg(plan), direction: 'inbound' };
  const applicationUrl = `${plan.webhookUrl}/event`;
  return [
    ...['started', 'ringing', 'answered'].map((status) =>
      told(plan, 'caller', applicationUrl, caller, { status, second: 0 }),
    ),
    ...legMoments.map((moment) => told(plan, 'leg', connect.eventUrl, business, moment)),
    told(plan, 'caller', applicationUrl, caller, {
      status: 'completed',
      second: end,
      duration: end,
    }),
  ];
}

function told(
  plan: CallPlan,
  who: string,
  url: string,
  leg: Record<string, string>,
  { status, second, duration }: Moment,
): SignedRequest {
  const at = (seconds: number) => new Date(plan.startedAt + seconds * 1000).toISOString();
  const summary =
    duration === undefined
      ? {}
      : {
          duration: String(duration),
          start_time: duration === 0 ? null : at(second - duration),
          end_time: at(second),
        };
  return signed(plan, `${who} ${status}`, url, {
    ...leg,
    status,
    timestamp: at(second),
    ...summary,
  });
}

function callersLeg(plan: CallPlan): Record<string, string> {
  const [from, to] = [plan.from, plan.to].map((number) => number.replace(/^\+/, ''));
  // One id is made up from the other, for the answer webhook and later events name the same leg.
  const uuid = plan.callId.replace('CON-', '').replaceAll('-', '');
  return { from: from ?? '', to: to ?? '', uuid, conversation_uuid: plan.callId };
}

function signed(
  plan: Signing,
  name: string,
  url: string,
  fields: Record<string, string | null>,
): SignedRequest {
  const body = JSON.stringify(fields);
  const unsigned = [
    { alg: 'HS256', typ: 'JWT' },
    {
      // Sent at once, so issued at the call's start, however long the call is said to last.
      iat: Math.floor(plan.startedAt / 1000),
      jti: randomUUID(),
      iss: 'Vonage',
      payload_hash: createHash('sha256').update(body).digest('hex'),
      api_key: 'demo',
      application_id: '00000000-0000-4000-8000-000000000000',
    },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = createHmac('sha256', plan.secret).update(unsigned).digest('base64url');
  return {
    name,
    url,
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${unsigned}.${signature}`,
    },
    body,
  };
}

type Action = {
  readonly action: string;
  readonly from?: string;
  readonly endpoint?: readonly { readonly number: string }[];
  readonly eventUrl?: readonly string[];
};

/** The actions of an answer; none where it is no NCCO. */
function readNcco(answer: string): readonly Action[] {
  return answer.startsWith('[') ? (JSON.parse(answer) as Action[]) : [];
}

function eventUrlOf(action: Action | undefined): string | undefined {
  return action?.eventUrl?.[0];
}

/** The `connect` of an NCCO; undefined where there is none that tells of its leg. */
function readConnect(ncco: string): Connect | undefined {
  const connect = readNcco(ncco).find(({ action }) => action === 'connect');
  const number = connect?.endpoint?.[0]?.number;
  const eventUrl = eventUrlOf(connect);
  if (number === undefined || eventUrl === undefined) return undefined;
  return { number, from: connect?.from ?? 'unknown', eventUrl };
}
