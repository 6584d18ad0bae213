import { ALL_ABILITIES } from '../../domain/flows/flow-problems.ts';
import type { Provider } from '../provider.ts';
import { parseTwilio } from '../twiml/events.ts';
import { verifyTwilioSignature } from '../twiml/signature.ts';
import { EMPTY_TWIML, renderTwiml } from '../twiml/twiml.ts';

/**
 * Twilio Programmable Voice. The secret is the account's auth token (primary, secondary, or both).
 * https://www.twilio.com/docs/usage/webhooks/voice-webhooks
 */
export const twilio: Provider = {
  id: 'twilio',
  abilities: ALL_ABILITIES,
  verify: (request, secrets) => verifyTwilioSignature(request, secrets),
  parse: parseTwilio,
  answer: (instructions, context) => twiml(renderTwiml(instructions, context)),
  acknowledge: () => twiml(EMPTY_TWIML),
};

/** `no-store` because Twilio may be set to ask with GET, and keeps what it may keep. */
function twiml(document: string): Response {
  return new Response(document, {
    headers: { 'content-type': 'text/xml; charset=utf-8', 'cache-control': 'no-store' },
  });
}
