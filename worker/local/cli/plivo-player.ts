import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { CallPlan, DialOutcome, Player, SignedRequest, Signing } from './call-plan.ts';
import { attribute, unescapeXml } from './read-twiml.ts';
import { withoutPlus } from './without-plus.ts';

type Params = Record<string, string>;
type Dial = { readonly number: string; readonly actionUrl: string; readonly legUrl: string };

/** As Plivo words the end of an attempt. https://www.plivo.com/docs/voice/xml/dial/ */
const DIAL_STATUS: Record<DialOutcome, string> = {
  answered: 'completed',
  missed: 'no-answer',
  busy: 'busy',
};
/** https://www.plivo.com/docs/voice/troubleshooting/hangup-causes/ */
const CAUSE: Record<DialOutcome, Params> = {
  answered: { Cause: 'NORMAL_CLEARING', CauseCode: '4000', CauseName: 'Normal Hangup' },
  missed: { Cause: 'NO_ANSWER', CauseCode: '6010', CauseName: 'Ring Timeout Reached' },
  busy: { Cause: 'USER_BUSY', CauseCode: '3010', CauseName: 'Busy Line' },
};

/** Plivo, of an account that is set to UTC. Its SDK only validates, so requests are signed as documented. */
export const plivoPlayer: Player = {
  demoSecret: 'demo-plivo-token',
  newCallId: () => randomUUID(),
  open: (plan) =>
    signed(plan, 'inbound call', plan.webhookUrl, {
      ...inbound(plan),
      Event: 'StartApp',
      CallStatus: 'ringing',
    }),
  follow: (plan, answer) => {
    const dial = readDial(answer);
    return dial === undefined ? [] : followDial(plan, dial);
  },
  // https://www.plivo.com/docs/messaging/concepts/receive-messages
  text: (plan) =>
    signed(plan, 'text message', plan.webhookUrl, {
      From: withoutPlus(plan.from),
      To: withoutPlus(plan.to),
      Type: 'sms',
      Text: plan.text,
      MessageUUID: plan.messageId,
    }),
  // https://www.plivo.com/docs/voice/xml/record/#parameters-sent-to-the-action-url
  leaveMessage: (plan, answer) => {
    const record = /<Record\b([^>]*)>/.exec(answer)?.[1];
    if (record === undefined) return [];
    const recording = randomUUID();
    const begun = plan.startedAt + plan.ringSeconds * 1_000;
    return [
      signed(plan, 'message', attribute(record, 'action'), {
        ...inbound(plan),
        RecordUrl: `https://recordings.example/${recording}.mp3`,
        RecordingID: recording,
        RecordingDuration: String(plan.messageSeconds),
        RecordingDurationMs: String(plan.messageSeconds * 1_000),
        RecordingStartMs: String(begun),
        RecordingEndMs: String(begun + plan.messageSeconds * 1_000),
        Digits: 'hangup',
      }),
    ];
  },
};

function followDial(plan: CallPlan, dial: Dial): SignedRequest[] {
  const { callId, outcome } = plan;
  const talk = outcome === 'answered' ? plan.talkSeconds : 0;
  // A busy line never rings.
  const over = (outcome === 'busy' ? 1 : plan.ringSeconds) + talk;
  const leg = { DialALegUUID: callId, DialBLegUUID: randomUUID() };
  const news = (Event: string, DialAction: string, more: Params = {}) =>
    signed(plan, `leg ${DialAction}`, dial.legUrl, {
      CallUUID: callId,
      ...leg,
      Event,
      DialAction,
      DialBLegStatus: DialAction,
      DialBLegFrom: withoutPlus(plan.from),
      DialBLegTo: withoutPlus(dial.number),
      ...more,
    });
  const times = { StartTime: timeAt(plan, 0), EndTime: timeAt(plan, over) };
  return [
    ...(talk > 0 ? [news('DialAnswer', 'answer'), news('DialConnected', 'connected')] : []),
    news('DialHangup', 'hangup', {
      ...times,
      ...cause('DialBLegHangup', outcome),
      DialBLegDuration: String(talk),
      DialBLegBillDuration: String(60 * Math.ceil(talk / 60)),
    }),
    signed(plan, 'dial result', dial.actionUrl, {
      ...inbound(plan),
      ...leg,
      DialStatus: DIAL_STATUS[outcome],
      DialRingStatus: String(outcome !== 'busy'),
      DialHangupCause: CAUSE[outcome].Cause ?? '',
    }),
    // Without a hangup URL of its own the application is told at its answer URL.
    signed(plan, 'hangup', plan.webhookUrl, {
      ...inbound(plan),
      ...times,
      ...cause('Hangup', 'answered'),
      Event: 'Hangup',
      CallStatus: 'completed',
      Duration: String(over),
    }),
  ].filter((request) => request.url !== '');
}

function inbound(plan: CallPlan): Params {
  return {
    CallUUID: plan.callId,
    CallStatus: 'in-progress',
    Direction: 'inbound',
    From: withoutPlus(plan.from),
    To: withoutPlus(plan.to),
    SessionStart: `${sqlTime(plan.startedAt)}000`,
    STIRVerification: 'Not Applicable',
  };
}

function cause(prefix: string, outcome: DialOutcome): Params {
  return Object.fromEntries(
    Object.entries(CAUSE[outcome]).map(([name, value]) => [prefix + name, value]),
  );
}

/** To the second. */
function timeAt(plan: CallPlan, second: number): string {
  return sqlTime(plan.startedAt + second * 1000).slice(0, 19);
}

/** `2026-11-25 14:03:07.123` */
function sqlTime(at: number): string {
  return new Date(at).toISOString().replace('T', ' ').slice(0, 23);
}

/** What the answer's `<Dial>` asks for; undefined where it dials nobody. */
function readDial(answer: string): Dial | undefined {
  const [, attributes] = /<Dial\b([^>]*)>/.exec(answer) ?? [];
  const [, number] = /<Number\b[^>]*>([^<]*)<\/Number>/.exec(answer) ?? [];
  if (attributes === undefined || number === undefined) return undefined;
  return {
    number: unescapeXml(number.trim()),
    actionUrl: attribute(attributes, 'action'),
    legUrl: attribute(attributes, 'callbackUrl'),
  };
}

/**
 * HMAC-SHA256 of the URL, the parameters sorted by name, and a nonce. Ringtrace's URLs have no query.
 * https://www.plivo.com/docs/voice/concepts/signature-validation/
 */
function signed(plan: Signing, name: string, url: string, params: Params): SignedRequest {
  const nonce = BigInt(`0x${randomBytes(8).toString('hex')}`).toString();
  const form = Object.keys(params)
    .sort()
    .map((key) => key + params[key])
    .join('');
  const signature = createHmac('sha256', plan.secret)
    .update(`${url}?${form}.${nonce}`)
    .digest('base64');
  return {
    name,
    url,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-plivo-signature-v3': signature,
      'x-plivo-signature-ma-v3': signature,
      'x-plivo-signature-v3-nonce': nonce,
    },
    body: new URLSearchParams(params).toString(),
  };
}
