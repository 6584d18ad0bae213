import twilio from 'twilio/lib/webhooks/webhooks.js';

const TOKEN = 'demo-twilio-token';

/**
 * A new inbound call to the demo site or one with the same secret, as Twilio reports it: what `fetch` takes. As plain
 * values, for requests that lie ready are rubbish to be collected while answers are timed.
 */
export function inboundCall(
  serverUrl: string,
  to: string,
  site = 'demo',
  from = '+33639980001',
): [url: string, request: RequestInit] {
  const url = `${serverUrl}/v1/calls/twilio/${site}`;
  const call = { CallSid: `CA${crypto.randomUUID()}`, From: from, To: to };
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': twilio.getExpectedTwilioSignature(TOKEN, url, call),
    // To compress an answer is the edge's work, not the Worker's; the ceiling has no body, and would be spared it.
    'accept-encoding': 'identity',
  };
  return [url, { method: 'POST', headers, body: new URLSearchParams(call).toString() }];
}
