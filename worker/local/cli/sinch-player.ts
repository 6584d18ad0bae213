import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { CallPlan, DialOutcome, Player, SignedRequest } from './call-plan.ts';
import { withoutPlus } from './without-plus.ts';

/** As Sinch words the end of a call. */
const END: Record<DialOutcome, { result: string; reason: string }> = {
  answered: { result: 'ANSWERED', reason: 'CALLEEHANGUP' },
  missed: { result: 'NOANSWER', reason: 'TIMEOUT' },
  busy: { result: 'BUSY', reason: 'N/A' },
};

/**
 * Sinch Voice, which reports everything to the one URL, signed as documented.
 * https://developers.sinch.com/docs/voice/api-reference/authentication/callback-signed-request
 */
export const sinchPlayer: Player = {
  demoSecret: 'demo-sinch-key:ZGVtby1zaW5jaC1zZWNyZXQ=',
  newCallId: randomUUID,
  open: (plan) =>
    signed(plan, 'ice', 0, {
      cli: withoutPlus(plan.from),
      to: { type: 'did', endpoint: plan.to },
      domain: 'pstn',
      originationType: 'PSTN',
      rdnis: '',
    }),
  follow: (plan, answer) => {
    const { action } = JSON.parse(answer) as { action?: { name?: string; number?: string } };
    return action?.name === 'connectPstn' ? followConnect(plan, action.number ?? '') : [];
  },
};

function followConnect(plan: CallPlan, number: string): SignedRequest[] {
  const { outcome, ringSeconds, talkSeconds } = plan;
  const talk = outcome === 'answered' ? talkSeconds : 0;
  const ringEnd = outcome === 'busy' ? 1 : ringSeconds;
  return [
    ...(outcome === 'answered' ? [signed(plan, 'ace', ringEnd)] : []),
    signed(plan, 'dice', ringEnd + talk, {
      ...END[outcome],
      duration: talk,
      from: withoutPlus(plan.from),
      to: { type: 'number', endpoint: withoutPlus(number) },
      debit: { currencyId: 'EUR', amount: 0 },
      userRate: { currencyId: 'EUR', amount: 0 },
    }),
  ];
}

function signed(
  plan: CallPlan,
  event: string,
  second: number,
  details: Record<string, unknown> = {},
): SignedRequest {
  const [key = '', secret = ''] = plan.secret.split(':');
  const body = JSON.stringify({
    event,
    callid: plan.callId,
    timestamp: new Date(plan.startedAt + second * 1_000).toISOString(),
    version: 1,
    applicationKey: key,
    ...details,
  });
  const type = 'application/json; charset=utf-8';
  // Sent at once, so signed with the time of the call's start, however long the call is said to last.
  const timestamp = new Date(plan.startedAt).toISOString();
  const text = [
    'POST',
    createHash('md5').update(body).digest('base64'),
    type,
    `x-timestamp:${timestamp}`,
    new URL(plan.webhookUrl).pathname,
  ].join('\n');
  const signature = createHmac('sha256', Buffer.from(secret, 'base64')).update(text);
  return {
    name: event,
    url: plan.webhookUrl,
    headers: {
      'content-type': type,
      'x-timestamp': timestamp,
      authorization: `application ${key}:${signature.digest('base64')}`,
    },
    body,
  };
}
