import twilio from 'twilio/lib/webhooks/webhooks.js';

const TOKEN = 'demo-twilio-token';

/** A new inbound call to the demo site or one with the same secret, as Twilio reports it: ready to be sent. */
export function inboundCall(
  serverUrl: string,
  to: string,
  site = 'demo',
  from = '+33639980001',
): Request {
  const url = `${serverUrl}/v1/calls/twilio/${site}`;
  const call = { CallSid: `CA${crypto.randomUUID()}`, From: from, To: to };
  return new Request(url, {
    method: 'POST',
    headers: {
      'x-twilio-signature': twilio.getExpectedTwilioSignature(TOKEN, url, call),
      // To compress an answer is the edge's work, not the Worker's; the ceiling has no body, and would be spared it.
      'accept-encoding': 'identity',
    },
    body: new URLSearchParams(call),
  });
}
