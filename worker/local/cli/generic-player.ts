import { createHmac, randomUUID } from 'node:crypto';
import type { CallPlan, Player, SignedRequest, Signing } from './call-plan.ts';

/** A PBX that speaks the `generic` contract of the README. It reports everything to the one URL. */
export const genericPlayer: Player = {
  demoSecret: 'demo-generic-secret',
  newCallId: () => `pbx-${randomUUID()}`,
  open: (plan) => signed(plan, 'incoming', 0, { to: plan.to, from: plan.from }),
  follow: (plan, answer) => {
    const dial = instruction(answer, 'dial');
    const { outcome, ringSeconds, talkSeconds } = plan;
    const talk = outcome === 'answered' ? talkSeconds : 0;
    const ring = outcome === 'busy' ? 0 : ringSeconds;
    return [
      ...(outcome === 'busy' ? [] : [signed(plan, 'ringing', 1)]),
      ...(outcome === 'answered' ? [signed(plan, 'answered', 1 + ring)] : []),
      ...(dial === undefined
        ? []
        : [signed(plan, 'next', 1 + ring + talk, { next: dial.next, outcome, talkSeconds: talk })]),
      signed(plan, 'ended', 1 + ring + talk, {
        to: plan.to,
        from: plan.from,
        outcome,
        talkSeconds: talk,
        totalSeconds: 1 + ring + talk,
      }),
    ];
  },
  text: (plan) => {
    const { messageId: message, startedAt: at, to, from, text } = plan;
    return signedBody(plan, 'text message', plan.webhookUrl, { v: 1, message, at, to, from, text });
  },
  leaveMessage: (plan, answer) => {
    const taken = instruction(answer, 'take message');
    if (taken === undefined) return [];
    const { ringSeconds, messageSeconds } = plan;
    return [
      signed(plan, 'next', 1 + ringSeconds + messageSeconds, {
        next: taken.next,
        recordingUrl: `https://pbx.example/${plan.callId}.wav`,
        recordingSeconds: messageSeconds,
      }),
    ];
  },
};

type Instruction = { readonly do: string; readonly next?: string };

/** The instruction of a kind in an answer; undefined where there is none. */
function instruction(answer: string, kind: string): Instruction | undefined {
  if (!answer.startsWith('{')) return undefined;
  const { instructions = [] } = JSON.parse(answer) as { instructions?: readonly Instruction[] };
  return instructions.find((each) => each.do === kind);
}

function signed(
  plan: CallPlan,
  event: string,
  second: number,
  details: Record<string, unknown> = {},
): SignedRequest {
  const at = plan.startedAt + second * 1000;
  return signedBody(plan, event, plan.webhookUrl, {
    v: 1,
    event,
    call: plan.callId,
    at,
    ...details,
  });
}

function signedBody(plan: Signing, name: string, url: string, fields: object): SignedRequest {
  const body = JSON.stringify(fields);
  // Sent at once, so signed with the time of the call's start, however long the call is said to last.
  const timestamp = String(Math.floor(plan.startedAt / 1000));
  return {
    name,
    url,
    headers: {
      'content-type': 'application/json',
      'x-ringtrace-timestamp': timestamp,
      'x-ringtrace-signature': createHmac('sha256', plan.secret)
        .update(`${timestamp}.${body}`)
        .digest('hex'),
    },
    body,
  };
}
