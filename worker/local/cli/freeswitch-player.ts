import { randomUUID } from 'node:crypto';
import type { CallPlan, DialOutcome, Player, SignedRequest } from './call-plan.ts';
import { attribute } from './read-twiml.ts';

/** As FreeSWITCH words what became of `bridge`. */
const DISPOSITION: Record<DialOutcome, string> = {
  answered: 'SUCCESS',
  missed: 'NO_ANSWER',
  busy: 'USER_BUSY',
};

/**
 * FreeSWITCH, set up as in the README. It signs nothing; curl does its basic authentication.
 * https://developer.signalwire.com/freeswitch/FreeSWITCH-Explained/Modules/mod_httapi_3966423
 */
export const freeswitchPlayer: Player = {
  demoSecret: 'demo-freeswitch:password',
  newCallId: randomUUID,
  open: (plan) => sent(plan, 'inbound call', plan.webhookUrl),
  follow: (plan, answer) => {
    const bridge = /<execute\b([^>]*)>/.exec(answer)?.[1];
    return bridge === undefined ? [] : followBridge(plan, attribute(bridge, 'action'));
  },
};

/** Whoever was called hangs up first, so FreeSWITCH asks how to go on, is told to hang up, and says that it did. */
function followBridge(plan: CallPlan, action: string): SignedRequest[] {
  const { outcome, ringSeconds, talkSeconds } = plan;
  const talk = outcome === 'answered' ? talkSeconds : 0;
  // A busy line never rings; a phone takes a second to start.
  const ringEnd = 1 + (outcome === 'busy' ? 0 : ringSeconds);
  const never = '0';
  const result = { variable_originate_disposition: DISPOSITION[outcome] };
  return [
    sent(plan, 'bridge result', action, result),
    sent(plan, 'end of the call', action, {
      ...result,
      exiting: 'true',
      variable_progress_uepoch: outcome === 'busy' ? never : microseconds(plan, 1),
      variable_bridge_uepoch: talk > 0 ? microseconds(plan, ringEnd) : never,
      variable_end_uepoch: microseconds(plan, ringEnd + talk),
    }),
  ];
}

function sent(
  plan: CallPlan,
  name: string,
  url: string,
  fields: Record<string, string> = {},
): SignedRequest {
  return {
    name,
    url,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': 'mod_httapi/1.0',
      authorization: `Basic ${Buffer.from(plan.secret).toString('base64')}`,
    },
    body: new URLSearchParams({
      session_id: plan.callId,
      hostname: 'demo',
      'Caller-Direction': 'inbound',
      'Caller-Caller-ID-Number': plan.from,
      'Caller-Destination-Number': plan.to,
      'Caller-Unique-ID': plan.callId,
      'Caller-Channel-Created-Time': microseconds(plan, 0),
      'Caller-Privacy-Hide-Number': 'false',
      url,
      ...fields,
    }).toString(),
  };
}

/** FreeSWITCH counts time in epoch microseconds. */
function microseconds({ startedAt }: CallPlan, second: number): string {
  return `${startedAt + second * 1_000}000`;
}
