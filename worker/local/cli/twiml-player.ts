import type { CallPlan, DialOutcome, Player, SignedRequest, Signing } from './call-plan.ts';
import { type DialTwiml, readDial, readRecord } from './read-twiml.ts';

/** In what providers that speak TwiML differ. */
export type TwimlManner = {
  readonly demoSecret: string;
  readonly account: string;
  /** What only this provider tells of a `<Dial>`, whether somebody talked or not. */
  readonly ofDial: (talked: boolean) => Record<string, string>;
  newId(): string;
  newRecordingId(): string;
  /** The headers with the signature. */
  sign(secret: string, url: string, params: Record<string, string>): Record<string, string>;
};

/** As TwiML words the end of an attempt, both of the leg and of `<Dial>`. */
const END: Record<DialOutcome, string> = {
  answered: 'completed',
  missed: 'no-answer',
  busy: 'busy',
};

/** https://www.twilio.com/docs/voice/twiml */
export function twimlPlayer(manner: TwimlManner): Player {
  return {
    demoSecret: manner.demoSecret,
    newCallId: manner.newId,
    open: (plan) => signed(manner, plan, 'inbound call', plan.webhookUrl, inbound(manner, plan)),
    follow: (plan, answer) => {
      const dial = readDial(answer, plan.webhookUrl);
      return dial === undefined ? [] : followDial(manner, plan, dial);
    },
    // https://www.twilio.com/docs/messaging/guides/webhook-request
    text: (plan) =>
      signed(manner, plan, 'text message', plan.webhookUrl, {
        MessageSid: plan.messageId,
        AccountSid: manner.account,
        ApiVersion: '2010-04-01',
        From: plan.from,
        To: plan.to,
        Body: plan.text,
        NumMedia: '0',
        NumSegments: '1',
      }),
    // https://www.twilio.com/docs/voice/twiml/record#attributes-action
    leaveMessage: (plan, answer) => {
      const action = readRecord(answer, plan.webhookUrl);
      if (action === undefined) return [];
      const recording = manner.newRecordingId();
      return [
        signed(manner, plan, 'message', action, {
          ...inbound(manner, plan),
          CallStatus: 'completed',
          RecordingUrl: `https://recordings.example/${recording}`,
          RecordingSid: recording,
          RecordingDuration: String(plan.messageSeconds),
          Digits: 'hangup',
        }),
      ];
    },
  };
}

function followDial(manner: TwimlManner, plan: CallPlan, dial: DialTwiml): SignedRequest[] {
  const { outcome, ringSeconds, talkSeconds } = plan;
  const leg = manner.newId();
  const talk = outcome === 'answered' ? talkSeconds : 0;
  // A busy line never rings; a phone takes a second to start.
  const rings = outcome === 'busy' ? [] : [{ event: 'ringing', status: 'ringing', second: 1 }];
  const ringEnd = 1 + (outcome === 'busy' ? 0 : ringSeconds);
  const moments = [
    { event: 'initiated', status: 'initiated', second: 0 },
    ...rings,
    ...(talk > 0 ? [{ event: 'answered', status: 'in-progress', second: ringEnd }] : []),
    { event: 'completed', status: END[outcome], second: ringEnd + talk },
  ];
  const told = moments
    .map((moment, sequence) => ({ ...moment, sequence }))
    .filter(({ event }) => dial.legEvents.includes(event));
  const reports = told.map(({ event, status, second, sequence }) =>
    signed(manner, plan, `leg ${status}`, dial.legUrl, {
      ...numbers(plan.from, dial.number),
      AccountSid: manner.account,
      ApiVersion: '2010-04-01',
      CallSid: leg,
      ParentCallSid: plan.callId,
      CallStatus: status,
      Direction: 'outbound-dial',
      CallbackSource: 'call-progress-events',
      SequenceNumber: String(sequence),
      Timestamp: rfc2822(plan.startedAt + second * 1000),
      ...(event === 'completed'
        ? { CallDuration: String(talk), Duration: String(Math.ceil(talk / 60)) }
        : {}),
    }),
  );
  const result = signed(manner, plan, 'dial result', dial.actionUrl, {
    ...inbound(manner, plan),
    CallStatus: talk > 0 ? 'in-progress' : 'ringing',
    DialCallSid: leg,
    DialCallStatus: END[outcome],
    ...manner.ofDial(talk > 0),
    ...(talk > 0 ? { DialCallDuration: String(talk) } : {}),
  });
  return [...reports, result].filter((request) => request.url !== '');
}

function inbound(manner: TwimlManner, plan: CallPlan): Record<string, string> {
  return {
    ...numbers(plan.from, plan.to),
    AccountSid: manner.account,
    ApiVersion: '2010-04-01',
    CallSid: plan.callId,
    CallStatus: 'ringing',
    Direction: 'inbound',
  };
}

function numbers(from: string, to: string): Record<string, string> {
  return { From: from, Caller: from, To: to, Called: to };
}

function signed(
  manner: TwimlManner,
  plan: Signing,
  name: string,
  url: string,
  params: Record<string, string>,
): SignedRequest {
  return {
    name,
    url,
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      ...manner.sign(plan.secret, url, params),
    },
    body: new URLSearchParams(params).toString(),
  };
}

/** With the zone as an offset. */
function rfc2822(at: number): string {
  return new Date(at).toUTCString().replace('GMT', '+0000');
}
