import { createHmac, randomBytes } from 'node:crypto';
import type { CallPlan, DialOutcome, Player, SignedRequest } from './call-plan.ts';

/** As Zadarma words the end of a call. */
const DISPOSITIONS: Record<DialOutcome, string> = {
  answered: 'answered',
  missed: 'no answer',
  busy: 'busy',
};

const EXTENSION = '100';

/**
 * Zadarma PBX, which rings by itself whatever it is answered, signed as documented.
 * https://zadarma.com/en/support/api/#api_webhooks
 */
export const zadarmaPlayer: Player = {
  demoSecret: 'demo-zadarma-secret',
  newCallId: () => `in_${randomBytes(16).toString('hex')}`,
  open: (plan) => signed(plan, 'NOTIFY_START'),
  follow: (plan) => [
    signed(plan, 'NOTIFY_INTERNAL', { internal: EXTENSION }),
    ...(plan.outcome === 'answered'
      ? [signed(plan, 'NOTIFY_ANSWER', { destination: EXTENSION, internal: EXTENSION })]
      : []),
    signed(plan, 'NOTIFY_END', {
      internal: EXTENSION,
      duration: String(plan.outcome === 'answered' ? plan.talkSeconds : 0),
      disposition: DISPOSITIONS[plan.outcome],
      is_recorded: '0',
    }),
  ],
};

function signed(
  plan: CallPlan,
  event: string,
  details: Record<string, string> = {},
): SignedRequest {
  const parties = {
    caller_id: plan.from,
    ...(event === 'NOTIFY_ANSWER' ? {} : { called_did: plan.to.replace(/^\+/, '') }),
    call_start: new Date(plan.startedAt).toISOString().slice(0, 19).replace('T', ' '),
  };
  const fields: Record<string, string> = {
    event,
    pbx_call_id: plan.callId,
    ...parties,
    ...details,
  };
  const text = `${fields.caller_id}${fields.called_did ?? fields.destination}${fields.call_start}`;
  const hex = createHmac('sha1', plan.secret).update(text).digest('hex');
  return {
    name: event,
    url: plan.webhookUrl,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      signature: Buffer.from(hex).toString('base64'),
    },
    body: new URLSearchParams(fields).toString(),
  };
}
