import type { EpochMs } from '../../domain/time.ts';
import { invalid } from '../parsed.ts';
import { withPlus } from '../phone-number.ts';
import type { Messaging, ParsedMessages, WebhookRequest } from '../provider.ts';
import { oneMessage, readMessage } from '../text-message.ts';
import { readTime, readVonageFields } from './fields.ts';

/**
 * Vonage's Messages API, whose webhooks carry the same token as those of calls. The older SMS API signs in
 * another way, by the account's settings, and is not taken. No answer sends anything on.
 *
 * https://developer.vonage.com/en/messages/concepts/signed-webhooks
 */
export const vonageMessaging: Messaging = {
  forwards: false,
  parse,
  answer: () => new Response(null, { status: 200 }),
};

/** https://developer.vonage.com/en/api/messages#webhooks: a picture or another file is a message of its own. */
function parse(request: WebhookRequest, country: string, now: EpochMs): ParsedMessages {
  const field = readVonageFields(request);
  if (field === undefined) return invalid('The body is no JSON object');
  const channel = field('channel');
  if (channel !== 'sms' && channel !== 'mms') return invalid('channel: must be sms or mms');
  const type = field('message_type');
  const raw = {
    id: field('message_uuid'),
    to: withPlus(field('to')),
    from: withPlus(field('from')),
    text: field('text') ?? field(`${type}.caption`),
    media: type === undefined || type === 'text' ? 0 : 1,
    at: readTime(field('timestamp')),
  };
  return oneMessage(readMessage(raw, { id: 'message_uuid', to: 'to' }, country, now));
}
