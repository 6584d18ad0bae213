import type { ForwardedText } from '../../domain/messages/forward-message.ts';
import type { EpochMs } from '../../domain/time.ts';
import { withPlus } from '../phone-number.ts';
import type { Messaging, ParsedMessages, WebhookRequest } from '../provider.ts';
import { oneMessage, readMessage } from '../text-message.ts';
import { attributes, xml, xmlAnswer } from '../xml.ts';
import { plivoForm } from './signature.ts';
import { plivoDocument } from './xml.ts';

/**
 * Plivo's messages. Its documents sign them by V2, of which the body is no part; some come with V3.
 * https://www.plivo.com/docs/messaging/concepts/signature-validation
 */
export const plivoMessaging: Messaging = {
  forwards: true,
  parse,
  answer: (forwarded) => xmlAnswer(plivoDocument(forwarded.map(element).join(''))),
};

/** https://www.plivo.com/docs/messaging/concepts/receive-messages: carries no time; media are `Media0`, `Media1` ... */
function parse(request: WebhookRequest, country: string, now: EpochMs): ParsedMessages {
  const form = plivoForm(request);
  const field = (name: string) => form.get(name) ?? undefined;
  const raw = {
    id: field('MessageUUID'),
    to: withPlus(field('To')),
    from: withPlus(field('From')),
    text: field('Text') ?? field('Body'),
    media: [...form.keys()].filter((name) => /^Media\d+$/.test(name)).length,
    at: undefined,
  };
  return oneMessage(readMessage(raw, { id: 'MessageUUID', to: 'To' }, country, now));
}

/** The sender is to be named: https://www.plivo.com/docs/messaging/xml/message */
function element({ from, to, text }: ForwardedText): string {
  const [src, dst] = [from, to].map((number) => number.replace('+', ''));
  return `<Message${attributes({ src, dst, type: 'sms' })}>${xml(text)}</Message>`;
}
