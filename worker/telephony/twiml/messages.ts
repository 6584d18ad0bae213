import type { ForwardedText } from '../../domain/messages/forward-message.ts';
import type { EpochMs } from '../../domain/time.ts';
import { cleanId } from '../clean-text.ts';
import { invalid } from '../parsed.ts';
import type { ParsedMessages } from '../provider.ts';
import { oneMessage, readMessage } from '../text-message.ts';
import { attributes, xml, xmlAnswer } from '../xml.ts';
import type { TwilioFields } from './fields.ts';
import { twimlDocument } from './twiml.ts';

/**
 * A message in Twilio's words, which carry no time. A phone number with a colon in front (`whatsapp:+33…`) is no
 * text message.
 *
 * https://www.twilio.com/docs/messaging/guides/webhook-request
 */
export function parseTwimlMessage(
  field: TwilioFields | undefined,
  country: string,
  now: EpochMs,
): ParsedMessages {
  if (field === undefined) return invalid('The body is no JSON object');
  const media = field('NumMedia') ?? '';
  const raw = {
    // Earlier versions of the API have the latter only.
    id: cleanId(field('MessageSid')) ?? field('SmsSid'),
    to: field('To'),
    from: field('From'),
    text: field('Body'),
    media: /^\d{1,3}$/.test(media) ? Number(media) : undefined,
    at: undefined,
  };
  return oneMessage(readMessage(raw, { id: 'MessageSid', to: 'To' }, country, now));
}

/**
 * Sent from the number that the message came to, which is what `from` is where it is not named.
 * https://www.twilio.com/docs/messaging/twiml/message
 */
export function answerTwimlMessage(forwarded: readonly ForwardedText[]): Response {
  const verbs = forwarded.map(
    ({ to, text }) => `<Message${attributes({ to })}>${xml(text)}</Message>`,
  );
  return xmlAnswer(twimlDocument(verbs));
}
