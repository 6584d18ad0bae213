import { randomUUID } from 'node:crypto';
import type { CallPlan, DialOutcome, Player, SignedRequest } from './call-plan.ts';
import { attribute, unescapeXml } from './read-twiml.ts';

const ACCOUNT = { accountId: '5555555', applicationId: '00000000-0000-4000-8000-000000000000' };
/** As Bandwidth words why a leg ended. */
const CAUSE: Record<DialOutcome, string> = {
  answered: 'hangup',
  missed: 'timeout',
  busy: 'busy',
};

/**
 * Bandwidth's Voice API, which signs nothing but shows a user and a password.
 * https://dev.bandwidth.com/docs/voice/webhooks
 */
export const bandwidthPlayer: Player = {
  demoSecret: 'demo-bandwidth-user:password',
  newCallId,
  open: (plan) => post('initiate', plan.webhookUrl, plan.secret, { ...inbound(plan, 0) }),
  follow: (plan, answer) => {
    const transfer = /<Transfer\b([^>]*)>/.exec(answer)?.[1];
    const [, phone, number = ''] = /<PhoneNumber\b([^>]*)>([^<]*)</.exec(answer) ?? [];
    if (transfer === undefined || phone === undefined) return [];
    return followTransfer(plan, transfer, phone, unescapeXml(number));
  },
  // https://dev.bandwidth.com/docs/messaging/webhooks
  text: (plan) =>
    posted('text message', plan.webhookUrl, plan.secret, [
      {
        type: 'message-received',
        time: iso(plan.startedAt),
        description: 'Incoming message received',
        to: plan.to,
        message: {
          id: plan.messageId,
          owner: plan.to,
          applicationId: ACCOUNT.applicationId,
          time: iso(plan.startedAt),
          segmentCount: 1,
          direction: 'in',
          to: [plan.to],
          from: plan.from,
          text: plan.text,
        },
      },
    ]),
  leaveMessage: (plan, answer) => {
    const record = /<Record\b([^>]*)>/.exec(answer)?.[1];
    return record === undefined ? [] : followRecord(plan, record);
  },
};

/**
 * Both name the same recording; a caller who hangs up is told of by the second alone.
 * https://dev.bandwidth.com/docs/voice/webhooks/recordComplete
 * https://dev.bandwidth.com/docs/voice/webhooks/recordingAvailable
 */
function followRecord(plan: CallPlan, record: string): SignedRequest[] {
  const { startedAt, ringSeconds, messageSeconds, callId } = plan;
  const end = ringSeconds + messageSeconds;
  const recordingId = `r-${randomUUID()}`;
  const calls = `https://voice.bandwidth.com/api/v2/accounts/${ACCOUNT.accountId}/calls`;
  const recorded = {
    ...inbound(plan, end),
    recordingId,
    mediaUrl: `${calls}/${callId}/recordings/${recordingId}/media`,
    startTime: iso(startedAt + ringSeconds * 1_000),
    endTime: iso(startedAt + end * 1_000),
    duration: `PT${messageSeconds}S`,
    fileFormat: 'wav',
  };
  return [
    post('recordComplete', attribute(record, 'recordCompleteUrl'), login(record), recorded),
    post('recordingAvailable', attribute(record, 'recordingAvailableUrl'), login(record), {
      ...recorded,
      status: 'available',
    }),
  ];
}

/** What is asked for at an address is shown there, and nothing else. */
function followTransfer(
  plan: CallPlan,
  transfer: string,
  phone: string,
  transferTo: string,
): SignedRequest[] {
  const { outcome, ringSeconds, talkSeconds, startedAt } = plan;
  const answered = outcome === 'answered' ? ringSeconds : undefined;
  const end = outcome === 'busy' ? 0 : ringSeconds + (answered === undefined ? 0 : talkSeconds);
  const dialled = { transferCallerId: plan.from, transferTo, cause: CAUSE[outcome] };
  const leg = {
    ...inbound(plan, end),
    ...dialled,
    direction: 'outbound',
    callId: newCallId(),
    parentCallId: plan.callId,
    endTime: iso(startedAt + end * 1000),
    ...(answered === undefined ? {} : { answerTime: iso(startedAt + answered * 1000) }),
  };
  return [
    post('transferDisconnect', attribute(phone, 'transferDisconnectUrl'), login(phone), leg),
    post('transferComplete', attribute(transfer, 'transferCompleteUrl'), login(transfer), {
      ...inbound(plan, end),
      ...dialled,
      answerTime: iso(startedAt),
    }),
  ].filter((request) => request.url !== '');
}

/** What all events of a call have in common; `second` is when this one happened. */
function inbound(plan: CallPlan, second: number) {
  return {
    ...ACCOUNT,
    eventTime: iso(plan.startedAt + second * 1000),
    from: plan.from,
    to: plan.to,
    direction: 'inbound',
    callId: plan.callId,
    startTime: iso(plan.startedAt),
  };
}

function login(tag: string): string {
  return `${attribute(tag, 'username')}:${attribute(tag, 'password')}`;
}

function post(
  eventType: string,
  url: string,
  secret: string,
  properties: Record<string, string>,
): SignedRequest {
  return posted(eventType, url, secret, { eventType, ...properties });
}

function posted(name: string, url: string, secret: string, body: unknown): SignedRequest {
  return {
    name,
    url,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      authorization: `Basic ${Buffer.from(secret).toString('base64')}`,
    },
    body: JSON.stringify(body),
  };
}

function newCallId(): string {
  return `c-${randomUUID()}`;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
