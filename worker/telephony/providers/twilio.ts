import type { Provider } from '../provider.ts';
import { parseTwilio } from '../twiml/events.ts';
import { verifyTwilioSignature } from '../twiml/signature.ts';
import { dialTwiml, EMPTY_TWIML } from '../twiml/twiml.ts';

/**
 * Twilio Programmable Voice. The secret is the account's auth token (primary, secondary, or both).
 * https://www.twilio.com/docs/usage/webhooks/voice-webhooks
 */
export const twilio: Provider = {
  id: 'twilio',
  verify: (request, secrets) => verifyTwilioSignature(request, secrets),
  parse: parseTwilio,
  answer: (flow) => twiml(dialTwiml(flow)),
  acknowledge: () => twiml(EMPTY_TWIML),
};

/** `no-store` because Twilio may be set to ask with GET, and keeps what it may keep. */
function twiml(document: string): Response {
  return new Response(document, {
    headers: { 'content-type': 'text/xml; charset=utf-8', 'cache-control': 'no-store' },
  });
}
