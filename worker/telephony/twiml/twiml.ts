import { escapeXml } from '../escape-xml.ts';
import type { CallFlow } from '../provider.ts';

/**
 * Connects the caller, who keeps hearing it ring until the business picks up (`answerOnBridge`), and
 * asks for news of the dialled leg. Twilio takes 5 to 600 seconds of ringing.
 *
 * https://www.twilio.com/docs/voice/twiml/dial
 * https://www.twilio.com/docs/voice/twiml/number
 */
export function dialTwiml(flow: CallFlow): string {
  const timeout = Math.min(600, Math.max(5, Math.round(flow.ringSeconds)));
  return response(
    `<Dial action="${escapeXml(flow.callbackUrl('dial'))}" method="POST" answerOnBridge="true" timeout="${timeout}">` +
      `<Number statusCallback="${escapeXml(flow.callbackUrl('leg'))}" statusCallbackMethod="POST"` +
      ` statusCallbackEvent="initiated ringing answered completed">${escapeXml(flow.forwardTo)}</Number>` +
      '</Dial>',
  );
}

/** Nothing more to do: ends the call if the caller is still there. */
export const EMPTY_TWIML = response('');

function response(verbs: string): string {
  const content = verbs === '' ? '<Response/>' : `<Response>${verbs}</Response>`;
  return `<?xml version="1.0" encoding="UTF-8"?>${content}`;
}
