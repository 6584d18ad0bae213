import { createPrivateKey, type KeyObject, randomBytes, randomUUID, sign } from 'node:crypto';
import type { CallPlan, DialOutcome, Player, SignedRequest, Signing } from './call-plan.ts';
import { type DialTwiml, readDial, readRecord } from './read-twiml.ts';
import { PlayError } from './server.ts';

/** The private key of the demo site's Telnyx account, which is no account at all: 32 characters, as bytes. */
const DEMO_PRIVATE_KEY = Buffer.from('ringtrace-demo-key-not-a-secret!').toString('base64');
const DEMO_SECRET = 'demo-telnyx-12FlftutZOpx2h0xcdfi4IlMPSjiVFYIhaGrFmHZMvc=';
/** What makes 32 bytes a private key: https://www.rfc-editor.org/rfc/rfc8410#section-7 */
const PKCS8_HEADER = Buffer.from('302e020100300506032b657004220420', 'hex');

const ACCOUNT = '00000000-0000-4000-8000-000000000000';
/** As Telnyx words the end of an attempt, both of the leg and of `<Dial>`. */
const END: Record<DialOutcome, string> = {
  answered: 'completed',
  missed: 'no-answer',
  busy: 'busy',
};

/**
 * Telnyx with a TeXML application. Its SDK verifies but does not sign, so this signs as documented.
 * https://developers.telnyx.com/docs/voice/programmable-voice/texml-fundamentals
 */
export const telnyxPlayer: Player = {
  demoSecret: DEMO_SECRET,
  newCallId: newSid,
  open: (plan) => signed(plan, 'inbound call', plan.webhookUrl, inbound(plan)),
  follow: (plan, answer) => {
    const dial = readDial(answer, plan.webhookUrl);
    return dial === undefined ? [] : followDial(plan, dial);
  },
  // https://developers.telnyx.com/api-reference/callbacks/inbound-message
  text: (plan) => {
    const receivedAt = new Date(plan.startedAt).toISOString();
    const payload = {
      record_type: 'message',
      direction: 'inbound',
      id: plan.messageId,
      type: 'SMS',
      from: { phone_number: plan.from },
      to: [{ phone_number: plan.to, status: 'webhook_delivered' }],
      text: plan.text,
      media: [],
      received_at: receivedAt,
    };
    const data = { record_type: 'event', id: randomUUID(), occurred_at: receivedAt, payload };
    const body = JSON.stringify({ data: { ...data, event_type: 'message.received' } });
    return signedBody(plan, 'text message', plan.webhookUrl, 'application/json', body);
  },
  // https://developers.telnyx.com/docs/voice/programmable-voice/texml-verbs/record#expected-callbacks: both name
  // the same recording, and only the second is sure to say where it is.
  leaveMessage: (plan, answer) => {
    const action = readRecord(answer, plan.webhookUrl);
    if (action === undefined) return [];
    const recording = randomUUID();
    const told = { RecordingSid: recording, RecordingDuration: String(plan.messageSeconds) };
    return [
      signed(plan, 'message', action, { ...inbound(plan), ...told, CallStatus: 'completed' }),
      signed(plan, 'recording', action, {
        ...inbound(plan),
        ...told,
        CallStatus: 'completed',
        RecordingStatus: 'completed',
        RecordingUrl: `https://recordings.example/${recording}.mp3`,
      }),
    ];
  },
};

function followDial(plan: CallPlan, dial: DialTwiml): SignedRequest[] {
  const { outcome } = plan;
  const leg = newSid();
  const talk = outcome === 'answered' ? plan.talkSeconds : 0;
  // A busy line never rings; a phone takes a second to start.
  const ringEnd = 1 + (outcome === 'busy' ? 0 : plan.ringSeconds);
  const end = ringEnd + talk;
  const time = (second: number) => new Date(plan.startedAt + second * 1000).toISOString();
  const moments = [
    { event: 'initiated', status: 'initiated', second: 0 },
    ...(outcome === 'busy' ? [] : [{ event: 'ringing', status: 'ringing', second: 1 }]),
    ...(talk > 0 ? [{ event: 'answered', status: 'in-progress', second: ringEnd }] : []),
    { event: 'completed', status: END[outcome], second: end },
  ];
  const reports = moments
    .map((moment, sequence) => ({ ...moment, sequence }))
    .filter(({ event }) => dial.legEvents.includes(event))
    .map(({ status, second, sequence }) =>
      signed(plan, `leg ${status}`, dial.legUrl, {
        ...call(leg, plan.from, dial.number),
        ParentCallSid: plan.callId,
        ParentCallSidLegacy: plan.callId,
        CallStatus: status,
        CallInitiatedAt: time(0),
        CallbackSource: 'call-progress-events',
        SequenceNumber: String(sequence),
        Timestamp: time(second),
        ...(status === 'completed'
          ? { StartTime: time(0), AnsweredTime: time(ringEnd), EndTime: time(end) }
          : {}),
      }),
    );
  const result = signed(plan, 'dial result', dial.actionUrl, {
    ...inbound(plan),
    CallStatus: talk > 0 ? 'in-progress' : 'ringing',
    DialCallSid: leg,
    DialCallSidLegacy: leg,
    DialCallStatus: END[outcome],
    DialCallDuration: String(talk),
    Timestamp: time(end),
  });
  return [...reports, result].filter((request) => request.url !== '');
}

function inbound(plan: CallPlan): Record<string, string> {
  const { callId, from, to } = plan;
  return { ...call(callId, from, to), ApiVersion: '2010-04-01', CallStatus: 'ringing' };
}

function call(sid: string, from: string, to: string): Record<string, string> {
  return {
    AccountSid: ACCOUNT,
    CallSid: sid,
    CallSidLegacy: sid,
    ConnectionId: '1000000000000000000',
    From: from,
    To: to,
  };
}

function signed(
  plan: CallPlan,
  name: string,
  url: string,
  params: Record<string, string>,
): SignedRequest {
  const type = 'application/x-www-form-urlencoded';
  return signedBody(plan, name, url, type, new URLSearchParams(params).toString());
}

function signedBody(
  plan: Signing,
  name: string,
  url: string,
  type: string,
  body: string,
): SignedRequest {
  // Sent at once, so signed with the time of the call's start, however long the call is said to last.
  const timestamp = String(Math.floor(plan.startedAt / 1000));
  const signature = sign(null, Buffer.from(`${timestamp}|${body}`), signingKey(plan.secret));
  return {
    name,
    url,
    headers: {
      'content-type': type,
      'telnyx-timestamp': timestamp,
      'telnyx-signature-ed25519': signature.toString('base64'),
    },
    body,
  };
}

/** A site knows only the public key, with which nobody can sign: what is played needs the private one. */
function signingKey(secret: string): KeyObject {
  const raw = Buffer.from(secret === DEMO_SECRET ? DEMO_PRIVATE_KEY : secret, 'base64');
  if (raw.length !== 32) {
    throw new PlayError('--secret for telnyx is an Ed25519 private key: 32 bytes in base64.');
  }
  const key = Buffer.concat([PKCS8_HEADER, raw]);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}

function newSid(): string {
  return `v3:${randomBytes(39).toString('base64url')}`;
}
